// The plain form of a screen: one picture, one sentence, a little more, the touches.
import type { ComponentChildren } from 'preact';
import { Drawing } from '../drawings/drawing';
import type { View } from '../view';

interface MessageProps {
  picture: string;
  title: string;
  text?: string;
  live?: boolean; // the words change while the screen stays
  busy?: boolean; // something goes on: a moving line under the words
  tone?: 'plain' | 'alarm';
  children?: ComponentChildren; // below the words
  actions?: ComponentChildren;
}

export function Message({ picture, title, text, live = false, busy = false, tone = 'plain', children, actions }: MessageProps) {
  return (
    <div class={actions === undefined ? 'message' : 'message with-actions'}>
      <div class="picture">
        <Drawing name={picture} />
      </div>
      <div class={`words ${tone}`}>
        <div aria-live={live ? 'polite' : undefined}>
          <h1 tabIndex={-1}>{title}</h1>
          {text ? <p class="text">{text}</p> : null}
        </div>
        {busy ? <div class="working" aria-hidden="true" /> : null}
        {children}
      </div>
      {actions}
    </div>
  );
}

// A remark with a sign before it.
export function Note({ kind, children }: { kind: 'info' | 'warn' | 'staff'; children: ComponentChildren }) {
  return (
    <p class={`note ${kind}`}>
      <span class="sign" aria-hidden="true">
        {kind === 'warn' ? '!' : 'i'}
      </span>
      <span>{children}</span>
    </p>
  );
}

const kManyCharacters = 60; // more than these leave no room for larger type

// What the clinic itself wrote: a note, and its opening hours.
export function OwnWords({ view, note }: { view: View; note: 'ready' | 'waiting' }) {
  const [words, hours] = [view.own(note), view.own('hours')];
  if (words === undefined && hours === undefined) return null;
  const many = [words, hours].reduce((sum, one) => sum + (one?.text.length ?? 0), 0) > kManyCharacters;
  return (
    <div class={many ? 'own-words own-many' : 'own-words'}>
      {words === undefined ? null : (
        <Note kind="info">
          <span class="own-text" lang={words.language}>
            {words.text}
          </span>
        </Note>
      )}
      {hours === undefined ? null : (
        <p class="own-hours own-text" lang={hours.language}>
          <span class="hidden">{view.speech.say('common.hours')}: </span>
          {hours.text}
        </p>
      )}
    </div>
  );
}
