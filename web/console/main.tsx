// The console page: what the host tells, drawn for the reception.
import { render } from 'preact';
import '../shared/base.css';
import '../shared/staff.css';
import './console.css';
import { clockTime } from '../shared/format';
import { State, ToPage } from '../shared/generated/schema/console';
import type { Language, Speech } from '../shared/languages';
import { LanguageButtons, useLanguage, useProgram } from '../shared/page';
import { FoundTerminals, NationalPanel, OutputPanel } from './around';
import { Results } from './results';
import { type Summary, summarise } from './summary';
import { Terminals } from './terminals';

function parse(json: unknown): State | undefined {
  return typeof json === 'object' && json !== null ? ToPage.fromJSON(json).state : undefined;
}

function Page() {
  const [say, choose] = useLanguage('console.page_title');
  const { connected, state, send } = useProgram(parse);
  const summary = summarise(state, connected, say);
  return (
    <div class="frame" data-ready={state === undefined ? undefined : ''}>
      <Head state={state} summary={summary} say={say} choose={choose} />
      {state === undefined ? (
        <main />
      ) : (
        <main class={connected ? 'board' : 'board stale'}>
          <div class="column">
            <Terminals state={state} say={say} send={send} />
            <FoundTerminals state={state} say={say} send={send} />
          </div>
          <div class="column">
            <Results state={state} say={say} />
            <div class="pair">
              <NationalPanel state={state} say={say} />
              <OutputPanel state={state} say={say} />
            </div>
          </div>
        </main>
      )}
    </div>
  );
}

interface HeadProps {
  state: State | undefined;
  summary: Summary;
  say: Speech;
  choose(language: Language): void;
}

function Head({ state, summary, say, choose }: HeadProps) {
  const environment = state?.environment ?? '';
  return (
    <header class={`head ${summary.light}`}>
      <div class="head-row">
        <p class="clinic">
          <span lang="ja">{state?.clinic_name}</span>{' '}
          {environment === '' ? null : (
            <span class={environment === 'production' ? 'tag' : 'tag warn'}>
              {say.sayBy('console.environment', environment, 'verification')}
            </span>
          )}
        </p>
        {state === undefined ? null : (
          <p class="clock">
            <span class="hidden">{say.say('console.now')} </span>
            <time dateTime={state.time}>{clockTime(state.time)}</time>
          </p>
        )}
        <LanguageButtons say={say} choose={choose} />
      </div>
      <div class="summary" role="status">
        <span class={`light ${summary.light}`}>
          <span class="lamp" aria-hidden="true" />
          {say.say(`console.light.${summary.light}`)}
        </span>
        <h1>{summary.text}</h1>
      </div>
    </header>
  );
}

const page = document.getElementById('page');
if (page !== null) render(<Page />, page);
