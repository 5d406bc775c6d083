// The plain form of a screen: one picture, one sentence, a little more, the touches.
import type { ComponentChildren } from 'preact';
import { Drawing } from '../drawings/drawing';

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
