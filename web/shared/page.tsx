// What console and bench share: the page's language, its socket with one State message, small parts.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Language, type Speech, isLanguage, languageIds, speech, words } from './languages';
import { connect, type Socket, socketAddress } from './socket';

const kLanguageKept = 'omote-language';

// The language of this browser's staff; kept for the next time, as it belongs to the workplace and not to a patient.
export function useLanguage(titleKey: 'console.page_title' | 'bench.page_title'): [Speech, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() => {
    const kept = localStorage.getItem(kLanguageKept) ?? '';
    return isLanguage(kept) ? kept : 'ja';
  });
  const say = speech(language);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = say.say(titleKey);
    localStorage.setItem(kLanguageKept, language);
  }, [language]);
  return [say, setLanguage];
}

export interface Connected<T> {
  connected: boolean;
  state: T | undefined;
  send(message: object): void;
}

// The newest State of the program, and whether it still speaks.
export function useProgram<T>(parse: (json: unknown) => T | undefined, onLost: () => void = () => undefined): Connected<T> {
  const [connected, setConnected] = useState(false);
  const [state, setState] = useState<T | undefined>(undefined);
  const socket = useRef<Socket | undefined>(undefined);
  useEffect(() => {
    const opened = connect(socketAddress(location), {
      opened: () => setConnected(true),
      lost: () => {
        setConnected(false);
        onLost();
      },
      message: (json) => {
        const next = parse(json);
        if (next !== undefined) setState(next);
      },
    });
    socket.current = opened;
    return () => opened.close();
  }, []);
  return { connected, state, send: (message) => socket.current?.send(message) };
}

export function LanguageButtons({ say, choose }: { say: Speech; choose(language: Language): void }) {
  return (
    <div class="languages" role="group" aria-label={say.say('language.choose')}>
      {languageIds.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          data-language={language}
          aria-pressed={language === say.language}
          class={language === say.language ? 'small-button chosen' : 'small-button'}
          onClick={() => choose(language)}
        >
          {words[language]['language.name']}
        </button>
      ))}
    </div>
  );
}

interface PanelProps {
  id: string;
  title: string;
  class?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Panel({ id, title, class: look = '', aside, children }: PanelProps) {
  return (
    <section class={`panel ${look}`} aria-labelledby={`${id}-title`}>
      <div class="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

// A name of a person: always set as Japanese, whatever the language of the page.
export function Name({ children }: { children: ComponentChildren }) {
  return <span lang="ja">{children}</span>;
}

// Asks once more before something that cannot be taken back.
interface SureProps {
  say: string;
  question: string;
  yes: string;
  no: string;
  look?: string;
  act(): void;
}

export function Sure({ say, question, yes, no, look = 'small-button', act }: SureProps) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <button type="button" class={look} onClick={() => setAsked(true)}>
        {say}
      </button>
    );
  return (
    <div class="sure" role="group" aria-label={question}>
      <p>{question}</p>
      <button
        type="button"
        class="small-button danger"
        onClick={() => {
          setAsked(false);
          act();
        }}
      >
        {yes}
      </button>
      <button type="button" class="small-button" onClick={() => setAsked(false)}>
        {no}
      </button>
    </div>
  );
}
