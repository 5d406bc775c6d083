// The end of a visit: take the card. What else there is to know stands below, and after a while the screen calls louder.
import { useEffect, useState } from 'preact/hooks';
import { listParam } from '../state';
import { type View, param } from '../view';
import { Message, Note } from './message';

const kAlarmAfterMs = 10_000;

export function TakeCard({ view }: { view: View }) {
  const { speech } = view;
  const [alarm, setAlarm] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAlarm(true), kAlarmAfterMs);
    return () => clearTimeout(timer);
  }, []);
  const outcome = param(view, 'outcome') === 'kept' ? 'kept' : 'delivered';
  const validity = param(view, 'validity');
  const problem = validity === '' ? '' : speech.sayBy('validity', validity, 'unknown', '.patient');
  const prepare = validity === '' ? '' : speech.sayBy('validity', validity, 'unknown', '.next');
  return (
    <Message
      picture="take_card"
      title={problem === '' ? speech.say(`screens.take_card.${outcome}.title`) : speech.say('screens.take_card.problem_title')}
      text={problem === '' ? speech.say(`screens.take_card.${outcome}.text`) : problem}
      tone={alarm ? 'alarm' : 'plain'}
    >
      {prepare === '' ? null : <Note kind="info">{prepare}</Note>}
      {listParam(param(view, 'notices')).map((notice) => (
        <Note key={notice} kind="info">
          {speech.sayBy('notices', notice, 'unknown', '.patient')}
        </Note>
      ))}
      <p class={alarm ? 'alarm-line' : 'alarm-line quiet'} role="alert">
        {alarm ? speech.say('screens.take_card.alarm') : ''}
      </p>
    </Message>
  );
}
