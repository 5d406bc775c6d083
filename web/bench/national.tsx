// Switches of the simulated national system. The page only says what is wanted; the requests below show what came of it.
import { useState } from 'preact/hooks';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { Check, OneOf } from './controls';

const kSwitches = ['outage', 'closed', 'slow'] as const;

export function NationalSwitches({ say, send }: { say: Speech; send(message: object): void }) {
  const [mode, setMode] = useState('unattended');
  const [on, setOn] = useState<Record<string, boolean>>({});
  const turn = (name: string, value: string): void => send({ national_switch: { name, value } });
  return (
    <Panel id="national" title={say.say('bench.national.title')}>
      <div class="options">
        <OneOf
          name="mode"
          legend={say.say('bench.national.mode')}
          value={mode}
          choices={[
            ['unattended', say.say('bench.national.unattended')],
            ['staff_confirmation', say.say('bench.national.staff_confirmation')],
          ]}
          set={(value) => {
            setMode(value);
            turn('mode', value);
          }}
        />
        <div class="checks">
          {kSwitches.map((name) => (
            <Check
              key={name}
              name={name}
              label={say.say(`bench.national.${name}`)}
              value={on[name] ?? false}
              set={(value) => {
                setOn({ ...on, [name]: value });
                turn(name, value ? 'on' : 'off');
              }}
            />
          ))}
        </div>
      </div>
    </Panel>
  );
}
