// Switches of the simulated national system. The page only says what is wanted; the requests below show what came of it.
import { useState } from 'preact/hooks';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { Check, OneOf } from './controls';

// What each switch sets at the simulated national system: name, value when on, value when off.
const kSwitches = {
  outage: ['outage', 'on', 'off'],
  closed: ['hours', '00:00-00:00', '00:00-24:00'],
  slow: ['latency_ms', '3000', '0'],
  network: ['network', 'down', 'up'],
} as const;
type Switch = keyof typeof kSwitches;

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
          {(Object.keys(kSwitches) as Switch[]).map((name) => (
            <Check
              key={name}
              name={name}
              label={say.say(`bench.national.${name}`)}
              value={on[name] ?? false}
              set={(value) => {
                setOn({ ...on, [name]: value });
                const [setting, whenOn, whenOff] = kSwitches[name];
                turn(setting, value ? whenOn : whenOff);
              }}
            />
          ))}
        </div>
      </div>
    </Panel>
  );
}
