// A visit goes on at another terminal, with the same card.
import { useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { FormRefusal } from '../shared/form';
import type { Terminal } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { Sure } from '../shared/page';
import { useMay } from './session';
import { canTakeVisit, terminalName } from './summary';

export function MoveVisit({ terminal, terminals, say }: { terminal: Terminal; terminals: Terminal[]; say: Speech }) {
  const may = useMay('operate');
  const [chosen, setChosen] = useState('');
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const others = terminals.filter((one) => one.serial !== terminal.serial && canTakeVisit(one));
  const to = others.find((one) => one.serial === chosen) ?? others[0];
  if (!may || to === undefined) return null;
  const move = async (): Promise<void> => {
    const answer = await call('POST', 'api/visits/move', { from: terminal.serial, to: to.serial });
    setRefusal(answer.ok ? undefined : answer.refusal);
  };
  return (
    <div class="move-visit" data-move={terminal.serial}>
      {others.length > 1 ? (
        <label>
          {say.say('console.visit.move_to')}{' '}
          <select value={to.serial} onChange={(event) => setChosen(event.currentTarget.value)}>
            {others.map((one) => (
              <option key={one.serial} value={one.serial}>
                {terminalName(one)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <Sure
        say={say.say('console.visit.move')}
        question={say.say('console.visit.move_sure', { terminal: terminalName(to) })}
        yes={say.say('console.visit.move_yes')}
        no={say.say('console.visit.cancel_no')}
        act={() => void move()}
      />
      <FormRefusal refusal={refusal} fields={[]} say={say} />
    </div>
  );
}
