// The face before the camera: the mirror picture in a ring that fills, one hint at a time, the time that is left.
import { useEffect, useState } from 'preact/hooks';
import { hintPictures } from '../../shared/generated/screens';
import type { Key } from '../../shared/languages';
import { Drawing } from '../drawings/drawing';
import { type Limit, secondsLeft } from '../state';
import { type View, param } from '../view';
import { Actions } from './actions';
import { Message, Note } from './message';

const kRadius = 184;
const kRound = 2 * Math.PI * kRadius;

export function Face({ view }: { view: View }) {
  const { speech, live } = view;
  const hint = live.face_hint in hintPictures ? live.face_hint : 'none';
  const left = useSecondsLeft(view.limit);
  return (
    <div class="message with-actions face">
      <div class="picture">
        <Mirror preview={view.preview} hint={hint} progress={live.face_progress} name={speech.say('screens.face.preview')} />
      </div>
      <div class="words">
        <div class="hint" aria-live="polite">
          <h1 tabIndex={-1}>{speech.sayBy('screens.face', hint, 'none', '.title')}</h1>
          <p class="text">{speech.sayBy('screens.face', hint, 'none', '.text')}</p>
        </div>
        {hint === 'none' || view.preview === '' ? null : (
          <div class="hint-picture">
            <Drawing name={hintPictures[hint] ?? ''} />
          </div>
        )}
        {left === undefined ? null : <Countdown left={left} whole={view.limit?.whole ?? left} view={view} />}
      </div>
      <Actions view={view} />
    </div>
  );
}

interface MirrorProps {
  preview: string;
  hint: string;
  progress: number;
  name: string;
}

function Mirror({ preview, hint, progress, name }: MirrorProps) {
  const part = Math.min(1, Math.max(0, progress));
  return (
    <div class="mirror">
      {preview === '' ? (
        <div class="mirror-glass">
          <Drawing name={hintPictures[hint] ?? 'face'} />
        </div>
      ) : (
        <img class="mirror-glass" src={preview} alt={name} />
      )}
      <svg class="ring" viewBox="0 0 400 400" aria-hidden="true">
        <circle cx="200" cy="200" r={kRadius} class="ring-back" />
        <circle cx="200" cy="200" r={kRadius} class="ring-front" stroke-dasharray={`${kRound * part} ${kRound}`} transform="rotate(-90 200 200)" />
      </svg>
    </div>
  );
}

function Countdown({ left, whole, view }: { left: number; whole: number; view: View }) {
  return (
    <div class="countdown">
      <p>{view.speech.say('common.seconds_left', { n: left })}</p>
      <progress class="countdown-bar" max={Math.max(1, whole)} value={left} aria-hidden="true" />
    </div>
  );
}

// Counts on between the messages of the terminal.
function useSecondsLeft(limit: Limit | undefined): number | undefined {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [limit]);
  return limit === undefined ? undefined : secondsLeft(limit, Math.max(now, limit.atMs));
}

export function FaceFailed({ view }: { view: View }) {
  const { speech } = view;
  const reason = param(view, 'reason');
  const staffKey = `screens.face_failed.${reason}.staff`;
  return (
    <Message
      picture={reason === 'other_person' || reason === 'not_live' ? 'face_other' : reason === 'timed_out' ? 'face' : 'trouble'}
      title={speech.sayBy('screens.face_failed', reason, 'other_person', '.title')}
      text={speech.sayBy('screens.face_failed', reason, 'other_person', '.text')}
      actions={
        <Actions view={view} labels={{ face: speech.say('screens.face_failed.again') }} first={view.screen.actions.includes('face') ? 'face' : 'pin'} />
      }
    >
      {speech.has(staffKey) ? (
        <Note kind="staff">
          {speech.say('common.for_staff')}: {speech.say(staffKey as Key)}
        </Note>
      ) : null}
    </Message>
  );
}
