// Screens about the card on the tray.
import { screens, sightPictures } from '../../shared/generated/screens';
import type { Key } from '../../shared/languages';
import { type View, param } from '../view';
import { Actions } from './actions';
import { Message } from './message';

// What the camera sees of the card front, when it is something to act on.
export function sightToTell(view: View): string {
  const sight = view.live.card_face_sight || param(view, 'sight');
  return ['back', 'sleeve', 'unclear', 'other'].includes(sight) ? sight : '';
}

export function Reading({ view }: { view: View }) {
  const { speech } = view;
  const sight = sightToTell(view);
  const base = sight === '' ? 'screens.reading' : `screens.card_face.${sight}`;
  return (
    <Message
      picture={sight === '' ? screens.reading.picture : (sightPictures[sight] ?? '')}
      title={speech.say(`${base}.title` as Key)}
      text={speech.say(`${base}.text` as Key)}
      live
      busy={sight === ''}
      actions={<Actions view={view} />}
    />
  );
}

export function CardFace({ view }: { view: View }) {
  const { speech } = view;
  const seen = view.live.card_face_sight || param(view, 'sight');
  const sight = seen in sightPictures ? seen : 'reading';
  return (
    <Message
      picture={sightPictures[sight] ?? ''}
      title={speech.sayBy('screens.card_face', sight, 'reading', '.title')}
      text={speech.sayBy('screens.card_face', sight, 'reading', '.text')}
      live
      busy={sight === 'reading' || sight === 'agreed'}
      actions={<Actions view={view} />}
    />
  );
}
