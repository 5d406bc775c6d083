// Digits by touch or keyboard: the patient's PIN, the staff's code. The digits are never drawn, and they are forgotten as
// soon as they are handed over or the screen goes.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { screens } from '../../shared/generated/screens';
import type { Speech } from '../../shared/languages';
import { type View, param } from '../view';
import { Actions } from './actions';
import { Message, Note } from './message';

const kPinLength = 4;
const kLongestCode = 12;

export function Pin({ view }: { view: View }) {
  const { speech } = view;
  const wrong = param(view, 'wrong') === 'yes';
  const tries = param(view, 'tries_left');
  return (
    <Entry view={view} least={kPinLength} most={kPinLength}>
      <h1 tabIndex={-1}>{speech.say('screens.pin.title')}</h1>
      {wrong ? <Note kind="warn">{speech.say('screens.pin.wrong')}</Note> : <p class="text">{speech.say('screens.pin.text')}</p>}
      {/^[0-9]+$/.test(tries) ? <p class="tries">{speech.say('common.tries_left', { n: tries })}</p> : null}
    </Entry>
  );
}

export function StaffCall({ view }: { view: View }) {
  const { speech } = view;
  if (param(view, 'by') !== 'code' || !view.screen.actions.includes('enter')) {
    return (
      <Message
        picture={screens.staff_call.picture}
        title={speech.say('screens.staff_call.mode.title')}
        text={speech.say('screens.staff_call.mode.text')}
        busy
        actions={<Actions view={view} />}
      />
    );
  }
  return (
    <Entry view={view} least={1} most={kLongestCode}>
      <h1 tabIndex={-1}>{speech.say('screens.staff_call.code.title')}</h1>
      {param(view, 'wrong') === 'yes' ? (
        <Note kind="warn">{speech.say('screens.staff_call.wrong')}</Note>
      ) : (
        <p class="text">{speech.say('screens.staff_call.code.text')}</p>
      )}
      <Note kind="staff">
        {speech.say('common.for_staff')}: {speech.say('screens.staff_call.code_for_staff')}
      </Note>
    </Entry>
  );
}

interface EntryProps {
  view: View;
  least: number;
  most: number;
  children: ComponentChildren;
}

function Entry({ view, least, most, children }: EntryProps) {
  const { speech } = view;
  // The digits stand in a box of their own and not in what was last drawn: keys may come faster than pictures, and an
  // entry must be exactly what was typed.
  const typed = useRef('');
  const [count, setCount] = useState(0);
  const ready = count >= least;

  const set = (digits: string): void => {
    typed.current = digits;
    setCount(digits.length);
  };
  const add = (digit: string): void => {
    if (!view.busy && typed.current.length < most) set(typed.current + digit);
  };
  const remove = (): void => set(typed.current.slice(0, -1));
  const enter = (): void => {
    if (view.busy || typed.current.length < least) return;
    view.touch('enter', typed.current);
    set('');
  };

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const onButton = event.target instanceof HTMLButtonElement;
      if (/^[0-9]$/.test(event.key)) add(event.key);
      else if (event.key === 'Backspace') remove();
      else if (event.key === 'Enter' && !onButton) enter();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });

  return (
    <div class="entry">
      <div class="words">
        {children}
        <Filled speech={speech} count={count} whole={most === least ? most : 0} />
      </div>
      <div class="keypad" role="group" aria-label={speech.say('keypad.label')}>
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} digit={digit} busy={view.busy} press={add} />
        ))}
        <button type="button" class="key small" disabled={view.busy} onClick={remove}>
          {speech.say('keypad.backspace')}
        </button>
        <Key digit="0" busy={view.busy} press={add} />
        <button type="button" class="key full" data-action="enter" disabled={!ready || view.busy} onClick={enter}>
          {speech.say('actions.enter')}
        </button>
      </div>
      <Actions view={view} only={['face', 'pin', 'staff', 'cancel']} />
    </div>
  );
}

function Key({ digit, busy, press }: { digit: string; busy: boolean; press(digit: string): void }) {
  return (
    <button type="button" class="key" disabled={busy} data-key={digit} onClick={() => press(digit)}>
      {digit}
    </button>
  );
}

// How many digits there are, as dots; a whole of 0 means that any number will do.
function Filled({ speech, count, whole }: { speech: Speech; count: number; whole: number }) {
  const places = whole > 0 ? whole : Math.max(1, count);
  return (
    <div class="filled">
      <div class="beads" aria-hidden="true">
        {Array.from({ length: places }, (_, index) => (
          <span key={index} class={index < count ? 'bead full' : 'bead'} />
        ))}
      </div>
      <p class="hidden" role="status">
        {count > 0 ? speech.say('keypad.entered', { n: count }) : ''}
      </p>
      {whole > 0 ? <p class="aside">{speech.say('screens.pin.hidden')}</p> : null}
    </div>
  );
}
