// Which component draws which screen; a screen that only shows words and a picture needs none of its own.
import type { ComponentType } from 'preact';
import { type ScreenId, screens } from '../../shared/generated/screens';
import type { Key } from '../../shared/languages';
import { type View, param } from '../view';
import { Actions } from './actions';
import { CardFace, Reading } from './card';
import { Choose } from './choose';
import { Consent, ConsentEach } from './consent';
import { TakeCard } from './end';
import { Face, FaceFailed } from './face';
import { Message, Note, OwnWords } from './message';
import { Pin, StaffCall } from './pin';
import { Pairing, SwitchingOff, Trouble, Waiting } from './trouble';

interface ScreenProps {
  view: View;
}

const kBusyScreens = ['asking', 'delivering'];
const kFirstActions: Record<string, string> = { register: 'agree', pin_unknown: 'again', taken_early: 'again' };

// Words under screens.<id>, picture by the catalogue, further lines "more" and "advice".
function Plain({ view }: ScreenProps) {
  const { speech, screen } = view;
  const id = screen.id as ScreenId;
  const why = param(view, 'why');
  const base = speech.has(`screens.${id}.${why}.title`) ? `screens.${id}.${why}` : `screens.${id}`;
  const extra = ['more', 'advice'].map((part) => `${base}.${part}`).filter((key) => speech.has(key));
  return (
    <Message
      picture={screens[id].picture}
      title={speech.say(`${base}.title` as Key)}
      text={speech.say(`${base}.text` as Key)}
      busy={kBusyScreens.includes(id)}
      actions={<Actions view={view} first={kFirstActions[id]} />}
    >
      {param(view, 'restart_min') === '' ? null : <Note kind="warn">{speech.say('screens.ready.restart', { n: param(view, 'restart_min') })}</Note>}
      {extra.map((key) => (
        <Note key={key} kind="info">
          {speech.say(key as Key)}
        </Note>
      ))}
      {id === 'ready' ? <OwnWords view={view} note="ready" /> : null}
    </Message>
  );
}

// A screen that this page does not know (a newer host): never an empty glass.
function Unknown({ view }: ScreenProps) {
  return (
    <Message
      picture="waiting"
      title={view.speech.say('screens.waiting.start.title')}
      text={view.speech.say('screens.waiting.start.text')}
      busy
      actions={<Actions view={view} />}
    />
  );
}

const kOwn: Partial<Record<ScreenId, ComponentType<ScreenProps>>> = {
  waiting: Waiting,
  pairing: Pairing,
  reading: Reading,
  choose: Choose,
  card_face: CardFace,
  face: Face,
  face_failed: FaceFailed,
  pin: Pin,
  staff_call: StaffCall,
  consent: Consent,
  consent_each: ConsentEach,
  take_card: TakeCard,
  trouble: Trouble,
  switching_off: SwitchingOff,
};

export function screenOf(id: string): ComponentType<ScreenProps> {
  if (!Object.hasOwn(screens, id)) return Unknown;
  return kOwn[id as ScreenId] ?? Plain;
}
