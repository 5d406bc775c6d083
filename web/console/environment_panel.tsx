// The environments of the national system: which one is in use, what is registered where, and switching.
import { useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { FormRefusal } from '../shared/form';
import type { Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { type Environment, type Environments, parseEnvironments } from './logins';
import { useMay } from './session';

export function EnvironmentPanel({ say }: { say: Speech }) {
  const [told, setTold] = useState<Environments | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const load = async (): Promise<void> => {
    const answer = await call('GET', 'api/environment');
    if (answer.ok) setTold(parseEnvironments(answer.body));
    else setRefusal(answer.refusal);
  };
  useEffect(() => void load(), []);
  const choose = async (environment: string): Promise<void> => {
    const answer = await call('POST', 'api/environment', { environment });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok) setTold(parseEnvironments(answer.body));
  };
  const name = (environment: string): string => say.sayBy('console.environment', environment, 'verification');
  return (
    <Panel id="environment" title={say.say('console.logins.switch.title')}>
      <FormRefusal refusal={refusal} fields={[]} say={say} />
      {told === undefined ? null : (
        <>
          {told.restarts ? (
            <p role="status">{say.say('console.logins.switch.restarts')}</p>
          ) : told.next === '' ? (
            <p class="soft">{say.say(told.from === 'console' ? 'console.logins.switch.chosen' : 'console.logins.switch.from_settings')}</p>
          ) : (
            <p role="status" class="missing">
              {say.say('console.logins.switch.waits', { name: name(told.next) })}
            </p>
          )}
          <ul class="members">
            {told.environments.map((one) => (
              <OneEnvironment key={one.name} one={one} told={told} name={name(one.name)} say={say} choose={(wanted) => void choose(wanted)} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

interface OneProps {
  one: Environment;
  told: Environments;
  name: string;
  say: Speech;
  choose(environment: string): void;
}

function OneEnvironment({ one, told, name, say, choose }: OneProps) {
  const may = useMay('change');
  const here = one.name === told.environment;
  const simulated = one.name === 'production' && told.simulated_readers.length > 0;
  // What was chosen and does not count yet can be taken back.
  const offered = may && (here ? told.next !== '' : told.next !== one.name);
  return (
    <li class="member" data-environment={one.name}>
      <div class="member-head">
        <h3>{name}</h3>
        {here ? <span class="tag good">{say.say('console.logins.switch.in_use')}</span> : null}
      </div>
      {one.host === '' ? null : <p class="soft">{say.say('console.logins.switch.place', { host: one.host })}</p>}
      <p>{one.accounts.length === 0 ? say.say('console.logins.switch.nobody') : say.say('console.logins.switch.registered', { n: one.accounts.length })}</p>
      <ul>
        {one.accounts.map(({ login, terminal }) => (
          <li key={login}>
            {login} <span class="soft">{terminal}</span>
          </li>
        ))}
      </ul>
      {!here && simulated ? <p class="missing">{say.say('console.logins.switch.simulated', { readers: told.simulated_readers.join('、') })}</p> : null}
      {offered && !simulated ? (
        <>
          <p class="soft">{say.say('console.logins.switch.what', { name })}</p>
          <Sure say={say.say('console.logins.switch.to', { name })} question={say.say('console.logins.switch.sure', { name })} yes={say.say('console.logins.switch.yes')} no={say.say('console.logins.switch.no')} act={() => choose(one.name)} />
        </>
      ) : null}
    </li>
  );
}
