// The frame around every screen: clinic, row of steps, languages.
import { useEffect, useRef } from 'preact/hooks';
import { type ProgressStep, progressSteps, screens } from '../shared/generated/screens';
import { type Language, type Speech, speech, words } from '../shared/languages';
import { DevicePage } from './device/device';
import { ownText, type TextName } from './own_texts';
import { Message } from './screens/message';
import { screenOf } from './screens/screens';
import type { KioskState } from './state';
import type { View } from './view';

interface AppProps {
  state: KioskState;
  preview: string;
  touch(action: string, value?: string): void;
  choose(language: Language): void;
  device(wish: object): void; // for the settings on the terminal itself
}

export function App({ state, preview, touch, choose, device }: AppProps) {
  const say = speech(state.language);
  const { screen } = state;
  const own = (name: TextName) => ownText(state.settings, state.languages, state.language, name);
  const clinic = own('clinic_name');
  if (state.device.stage === 'sign_in' || state.device.stage === 'open')
    return <DevicePage device={state.device} preview={preview} speech={say} wish={device} />;
  const step = screen === undefined ? 'none' : (screens[screen.id as keyof typeof screens]?.step ?? 'none');
  return (
    <div class="frame">
      <header class="top">
        <p class="clinic" lang={clinic?.language ?? 'ja'}>
          {clinic?.text ?? state.settings.clinic_name}
        </p>
        <Steps current={step} speech={say} />
        <Languages languages={state.languages} current={state.language} speech={say} choose={choose} />
      </header>
      <main class="main">
        {screen === undefined ? (
          <Message
            picture="waiting"
            title={say.say(state.everConnected ? 'common.restarting_title' : 'screens.waiting.start.title')}
            text={say.say(state.everConnected ? 'common.restarting_text' : 'screens.waiting.start.text')}
            busy
          />
        ) : (
          <Shown
            view={{
              screen,
              live: state.live,
              limit: state.limit,
              speech: say,
              preview,
              busy: state.touched === screen.revision,
              touch,
              own,
            }}
          />
        )}
      </main>
    </div>
  );
}

// The screen itself; a new one takes the focus, so that it is read aloud and the keyboard starts at its top.
function Shown({ view }: { view: View }) {
  const place = useRef<HTMLDivElement>(null);
  const Drawn = screenOf(view.screen.id);
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    place.current?.parentElement?.scrollTo(0, 0);
  }, [view.screen.revision]);
  return (
    <div class="screen" ref={place} key={view.screen.revision} data-screen={view.screen.id} data-revision={view.screen.revision}>
      <Drawn view={view} />
    </div>
  );
}

function Steps({ current, speech }: { current: ProgressStep | 'none'; speech: Speech }) {
  if (current === 'none') return <div class="steps" />;
  const now = progressSteps.indexOf(current);
  return (
    <ol class="steps">
      {progressSteps.map((step, index) => (
        <li key={step} class={index < now ? 'past' : index === now ? 'now' : ''} aria-current={index === now ? 'step' : undefined}>
          <span class="bead" aria-hidden="true">
            {index < now ? '✓' : index + 1}
          </span>
          {speech.say(`steps.${step}`)}
          {index < now ? <span class="hidden">（{speech.say('steps.finished')}）</span> : null}
        </li>
      ))}
    </ol>
  );
}

interface LanguagesProps {
  languages: Language[];
  current: Language;
  speech: Speech;
  choose(language: Language): void;
}

function Languages({ languages, current, speech, choose }: LanguagesProps) {
  return (
    <div class="languages" role="group" aria-label={speech.say('language.choose')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          class={language === current ? 'language chosen' : 'language'}
          aria-pressed={language === current}
          onClick={() => choose(language)}
        >
          {words[language]['language.name']}
        </button>
      ))}
    </div>
  );
}
