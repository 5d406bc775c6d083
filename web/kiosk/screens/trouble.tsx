// When it does not go on: what is the matter, what to do now, who can act, and a line for the staff.
import { screens } from '../../shared/generated/screens';
import type { Key } from '../../shared/languages';
import { type View, param } from '../view';
import { Actions } from './actions';
import { Message, Note } from './message';

export function Waiting({ view }: { view: View }) {
  const { speech } = view;
  const wanted = param(view, 'for');
  const reason = param(view, 'reason');
  const staffKeys = [`reasons.${reason}.staff`, `screens.waiting.${wanted}.staff`];
  const staffKey = staffKeys.find((key) => speech.has(key));
  return (
    <Message
      picture={screens.waiting.picture}
      title={speech.sayBy('screens.waiting', wanted, 'start', '.title')}
      text={speech.sayBy('screens.waiting', wanted, 'start', '.text')}
      busy
    >
      {staffKey === undefined ? null : (
        <Note kind="staff">
          {speech.say('common.for_staff')}: {speech.say(staffKey as Key)}
        </Note>
      )}
    </Message>
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

export function Trouble({ view }: { view: View }) {
  const { speech } = view;
  const reason = param(view, 'reason');
  const who = param(view, 'who');
  const code = [param(view, 'code'), param(view, 'detail')].filter((part) => part !== '').join(' / ');
  return (
    <Message
      picture={who === 'patient' ? 'place_card' : who === 'staff' ? 'staff' : who === 'network' || who === 'national' ? 'asking' : 'trouble'}
      title={speech.sayBy('reasons', reason, 'other', '.what').replace(/[。.]$/, '')}
      text={speech.sayBy('reasons', reason, 'other', '.next')}
      actions={<Actions view={view} first={view.screen.actions.includes('again') ? 'again' : undefined} />}
    >
      <p class={`who ${who}`}>{speech.sayBy('screens.trouble.who', who, 'staff')}</p>
      <div class="for-staff">
        <p>
          <strong>{speech.say('common.for_staff')}</strong> {speech.sayBy('reasons', reason, 'other', '.staff')}
        </p>
        {code === '' ? null : <p class="code">{speech.say('screens.trouble.code', { code })}</p>}
      </div>
    </Message>
  );
}
