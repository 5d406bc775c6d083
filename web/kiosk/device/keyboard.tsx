// Letters on the glass, for a device without a keyboard. A keyboard that is plugged in works as well.
import { useState } from 'preact/hooks';
import type { Speech } from '../../shared/languages';

const kLetters = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const kSigns = ['1234567890', '!"#$%&\'()=', '-^~|@`[]{}', ';:+*,./<>?_\\'];

interface KeyboardProps {
  speech: Speech;
  numeric?: boolean;
  type(text: string): void; // one character more
  back(): void;
}

export function Keyboard({ speech, numeric = false, type, back }: KeyboardProps) {
  const [signs, setSigns] = useState(false);
  const [shift, setShift] = useState(false);
  const rows = numeric ? kLetters.slice(0, 1) : signs ? kSigns : kLetters;
  const press = (key: string): void => {
    type(key);
    setShift(false);
  };
  const shown = (key: string): string => (shift && !signs ? key.toUpperCase() : key);
  return (
    <div class="letters" role="group" aria-label={speech.say('device.keyboard.label')}>
      {rows.map((row, at) => (
        <div key={row} class="letters-row">
          {numeric || at < 3 || signs ? null : (
            <button type="button" class="letter wide" aria-pressed={shift} onClick={() => setShift(!shift)}>
              {speech.say('device.keyboard.shift')}
            </button>
          )}
          {[...row].map((key) => (
            <button key={key} type="button" class="letter" data-letter={shown(key)} onClick={() => press(shown(key))}>
              {shown(key)}
            </button>
          ))}
          {(numeric ? at === 0 : at === 3) ? (
            <button type="button" class="letter wide" data-letter="back" onClick={back}>
              {speech.say('keypad.backspace')}
            </button>
          ) : null}
        </div>
      ))}
      {numeric ? null : (
        <div class="letters-row">
          <button type="button" class="letter wide" aria-pressed={signs} onClick={() => setSigns(!signs)}>
            {speech.say(signs ? 'device.keyboard.letters' : 'device.keyboard.signs')}
          </button>
          <button type="button" class="letter space" data-letter="space" onClick={() => press(' ')}>
            {speech.say('device.keyboard.space')}
          </button>
        </div>
      )}
    </div>
  );
}
