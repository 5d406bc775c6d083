// The choice of the way: face, PIN, staff. A way that is not open says why.
import type { Key } from '../../shared/languages';
import { sightPictures } from '../../shared/generated/screens';
import { Drawing } from '../drawings/drawing';
import { type View, param } from '../view';
import { Actions, Icon } from './actions';
import { sightToTell } from './card';
import { Note } from './message';

type Way = 'face' | 'pin' | 'staff';

export function Choose({ view }: { view: View }) {
  const { speech } = view;
  const ways: Way[] = ['face', 'pin', 'staff'];
  const shown = ways.filter((way) => view.screen.actions.includes(way) || reasonAgainst(view, way) !== '');
  const sight = param(view, 'face') === 'reading' ? sightToTell(view) : '';
  return (
    <div class="choose">
      <h1 tabIndex={-1}>{speech.say('screens.choose.title')}</h1>
      <div class="ways">
        {shown.map((way) => (
          <WayCard key={way} view={view} way={way} />
        ))}
      </div>
      <div class="remarks" aria-live="polite">
        {sight === '' ? null : (
          <div class="guide">
            <Drawing name={sightPictures[sight] ?? ''} />
            <p>{speech.sayBy('screens.card_face', sight, 'reading', '.title')}</p>
          </div>
        )}
        {param(view, 'age_hint') === 'child' ? <Note kind="info">{speech.say('screens.choose.child')}</Note> : null}
      </div>
      <Actions view={view} only={['cancel']} />
    </div>
  );
}

// Why a way is not open, in words; "" when it is, or when nothing is to be said about it.
function reasonAgainst(view: View, way: Way): string {
  if (view.screen.actions.includes(way) || way === 'staff') return '';
  // With the tries that are left (number_b_wrong_9): they are the staff's matter.
  const reason = param(view, `${way}_reason`).replace(/_\d$/, '');
  return view.speech.sayBy(`screens.choose.${way}_reason`, reason, 'unknown');
}

function WayCard({ view, way }: { view: View; way: Way }) {
  const { speech } = view;
  const against = reasonAgainst(view, way);
  if (against !== '') {
    return (
      <div class="way closed">
        <Icon name={way} />
        <p class="way-name">{speech.say(`actions.${way}`)}</p>
        <p class="way-about">{against}</p>
      </div>
    );
  }
  const tries = param(view, 'pin_tries');
  const reading = way === 'face' && param(view, 'face') === 'reading';
  const about = reading ? 'screens.choose.face_reading' : `screens.choose.${way}_about`;
  return (
    <button type="button" class="way" disabled={view.busy} data-action={way} onClick={() => view.touch(way)}>
      <Icon name={way} />
      <span class="way-name">{speech.say(`actions.${way}`)}</span>
      <span class="way-about">{speech.say(about as Key)}</span>
      {way === 'pin' && /^[0-9]+$/.test(tries) && tries !== '3' ? (
        <span class="way-tries">{speech.say('common.tries_left', { n: tries })}</span>
      ) : null}
    </button>
  );
}
