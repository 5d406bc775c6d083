// When it does not go on: what is the matter, what to do now, who can act, and a line for the staff. While a cure runs, the
// screen is calm and counts the seconds.
import { entryByRow, entryWords, inWords, remedies, troubleWords } from '../../shared/catalogue';
import { useCountdown } from '../../shared/clock';
import { screens } from '../../shared/generated/screens';
import type { Key } from '../../shared/languages';
import { Qr } from '../../shared/qr';
import { type View, param } from '../view';
import { Actions } from './actions';
import { Message, OwnWords } from './message';

export function Waiting({ view }: { view: View }) {
  const { speech } = view;
  const wanted = param(view, 'for');
  const entry = entryByRow(param(view, 'row'));
  const repairing = param(view, 'repair') !== '';
  const told = entry === undefined ? undefined : entryWords(entry, speech.language);
  const title = told?.what ?? speech.sayBy('screens.waiting', wanted, 'start', '.title');
  const text = told?.next ?? speech.sayBy('screens.waiting', wanted, 'start', '.text');
  return (
    <Message
      picture={repairing ? 'repairing' : screens.waiting.picture}
      title={repairing ? speech.say('screens.repairing.title') : title}
      text={repairing ? speech.say('screens.repairing.text') : text}
      busy={!repairing}
    >
      <Repairing view={view} />
      {entry === undefined && !repairing ? <OwnWords view={view} note="waiting" /> : null}
      <ForStaff view={view} words={told?.staff ?? waitingStaff(view, wanted)} code="" />
    </Message>
  );
}

function waitingStaff(view: View, wanted: string): string {
  const { speech } = view;
  const reason = param(view, 'reason');
  const ofReason = reason === '' ? '' : troubleWords(speech, { code: '', detail: '', reason }).staff;
  const unknown = speech.sayBy('reasons', 'other', 'other', '.staff');
  const key = `screens.waiting.${wanted}.staff`;
  return ofReason !== '' && ofReason !== unknown ? ofReason : speech.has(key) ? speech.say(key as Key) : '';
}

// What the machine does to cure it, and how long that takes.
function Repairing({ view }: { view: View }) {
  const { speech } = view;
  const repair = param(view, 'repair');
  const seconds = Number.parseInt(param(view, 'repair_seconds') || '0', 10);
  const left = useCountdown(seconds, view.screen.revision);
  if (repair === '') return null;
  const title = inWords(remedies[repair]?.title, speech.language);
  return (
    <div class="repairing">
      {title === '' ? null : <p class="repairing-what">{title}</p>}
      <p class="repairing-left">{left > 0 ? speech.say('common.seconds_left', { n: left }) : speech.say('screens.repairing.soon')}</p>
      {left > 0 ? <progress class="countdown-bar" max={Math.max(1, seconds)} value={seconds - left} aria-hidden="true" /> : <div class="working" aria-hidden="true" />}
    </div>
  );
}

export function Pairing({ view }: { view: View }) {
  const { speech } = view;
  const number = param(view, 'number');
  return (
    <Message
      picture={screens.pairing.picture}
      title={speech.say('screens.pairing.title')}
      text={speech.say('screens.pairing.text')}
      actions={<Actions view={view} first="confirm" />}
    >
      <p class="pairing-number" aria-label={[...number].join(' ')}>
        {number.slice(0, 3)}
        <span class="gap" />
        {number.slice(3)}
      </p>
    </Message>
  );
}

// The PC is off, and this device follows it; any touch keeps it on.
export function SwitchingOff({ view }: { view: View }) {
  const { speech } = view;
  const seconds = view.limit?.seconds ?? 0;
  const left = useCountdown(seconds, view.screen.revision);
  return (
    <Message
      picture={screens.switching_off.picture}
      title={speech.say('screens.switching_off.title')}
      text={speech.say('screens.switching_off.text')}
      actions={<Actions view={view} first="stay_on" />}
    >
      <p class="repairing-left">{speech.say('common.seconds_left', { n: left })}</p>
      <progress class="countdown-bar" max={Math.max(1, seconds)} value={seconds - left} aria-hidden="true" />
    </Message>
  );
}

const kPictures: Record<string, string> = { patient: 'place_card', staff: 'staff', network: 'asking', national: 'asking' };

export function Trouble({ view }: { view: View }) {
  const { speech } = view;
  const who = param(view, 'who');
  const [code, detail] = [param(view, 'code'), param(view, 'detail')];
  const words = troubleWords(speech, { code, detail, reason: param(view, 'reason'), row: param(view, 'row') });
  return (
    <Message
      picture={param(view, 'repair') === '' ? (kPictures[who] ?? 'trouble') : 'repairing'}
      title={words.what}
      text={words.next}
      actions={<Actions view={view} first={view.screen.actions.includes('again') ? 'again' : undefined} />}
    >
      {param(view, 'repair') === '' ? <p class={`who ${who}`}>{speech.sayBy('screens.trouble.who', who, 'staff')}</p> : <Repairing view={view} />}
      <ForStaff view={view} words={words.staff} code={[code, detail].filter((part) => part !== '').join(' / ')} />
    </Message>
  );
}

// A small line for the staff, and what the support desk asks for first.
function ForStaff({ view, words, code }: { view: View; words: string; code: string }) {
  const { speech } = view;
  const incident = param(view, 'incident');
  if (words === '' && incident === '' && code === '') return null;
  const numbers = [code, incident].filter((part) => part !== '').join('　');
  return (
    <div class="for-staff">
      <div>
        {words === '' ? null : (
          <p>
            <strong>{speech.say('common.for_staff')}</strong> {words}
          </p>
        )}
        {numbers === '' ? null : <p class="code">{speech.say('screens.trouble.code', { code: numbers })}</p>}
      </div>
      {incident === '' ? null : <Qr rows={param(view, 'qr')} name={speech.say('screens.trouble.qr')} />}
    </div>
  );
}
