// Other programs of the clinic: their tokens, and the addresses on this PC that are told of events.
import { useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { Field, Form, FormRefusal } from '../shared/form';
import type { Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { useMay } from './session';

const kRights = ['look', 'operate', 'change'] as const;

interface Token {
  name: string;
  rights: string[];
  made: string;
}
interface Hook {
  url: string;
  types: string[];
  delivered: number;
  failed: number;
  waiting: number;
  last_status: number;
}

export function ProgramsPage({ say }: { say: Speech }) {
  if (!useMay('change')) {
    return (
      <main class="board">
        <p>{say.say('console.refused.not_allowed')}</p>
      </main>
    );
  }
  return (
    <main class="board staff-board">
      <div class="column">
        <Tokens say={say} />
      </div>
      <div class="column">
        <Hooks say={say} />
      </div>
    </main>
  );
}

// What an address lists, and how to ask for something there; the list is asked for anew after each wish.
function useRows<Row>(path: string, key: string): { rows: Row[]; refusal: Refusal | undefined; act(path: string, body: object): Promise<unknown> } {
  const [rows, setRows] = useState<Row[]>([]);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const load = async (): Promise<void> => {
    const answer = await call<Record<string, Row[]>>('GET', path);
    if (answer.ok) setRows(answer.body[key] ?? []);
    else setRefusal(answer.refusal);
  };
  useEffect(() => void load(), []);
  const act = async (at: string, body: object): Promise<unknown> => {
    const answer = await call('POST', at, body);
    setRefusal(answer.ok ? undefined : answer.refusal);
    await load();
    return answer.ok ? answer.body : undefined;
  };
  return { rows, refusal, act };
}

// A secret is shown once, until the person says that it is noted.
function Once({ text, about, say, done }: { text: string; about: string; say: Speech; done(): void }) {
  return (
    <div class="once" role="status">
      <p>{about}</p>
      <p>
        <code class="key" data-once>
          {text}
        </code>
      </p>
      <button type="button" class="small-button" onClick={done}>
        {say.say('console.programs.noted')}
      </button>
    </div>
  );
}

function Tokens({ say }: { say: Speech }) {
  const { rows, refusal, act } = useRows<Token>('api/tokens', 'tokens');
  const [name, setName] = useState('');
  const [rights, setRights] = useState<string[]>(['look']);
  const [token, setToken] = useState('');
  const submit = async (): Promise<void> => {
    const made = (await act('api/tokens', { name, rights })) as { token?: string } | undefined;
    if (made?.token === undefined) return;
    setToken(made.token);
    setName('');
  };
  return (
    <Panel id="tokens" title={say.say('console.programs.tokens')}>
      <p>{say.say('console.programs.tokens_about')}</p>
      {rows.length === 0 ? <p class="soft">{say.say('console.programs.no_tokens')}</p> : null}
      <ul class="members">
        {rows.map((one) => (
          <li key={one.name} class="member" data-token={one.name}>
            <div class="member-head">
              <h3>{one.name}</h3>
              <span class="soft">{say.say('console.programs.since', { day: one.made })}</span>
            </div>
            <p>{one.rights.map((right) => say.sayBy('console.programs.right', right, 'look')).join(' · ')}</p>
            <Sure
              say={say.say('console.programs.remove')}
              question={say.say('console.programs.token_remove_sure', { name: one.name })}
              yes={say.say('console.programs.remove_yes')}
              no={say.say('console.members.keep')}
              look="small-button danger"
              act={() => void act('api/tokens/remove', { name: one.name })}
            />
          </li>
        ))}
      </ul>
      {token === '' ? null : <Once text={token} about={say.say('console.programs.token_once')} say={say} done={() => setToken('')} />}
      <Form name="token" submit={() => void submit()}>
        <Field say={say} label={say.say('console.programs.name')} hint={say.say('console.programs.name_about')} name="name" value={name} set={setName} refusal={refusal} />
        <fieldset class="roles">
          <legend>{say.say('console.programs.rights')}</legend>
          {kRights.map((right) => (
            <label key={right}>
              <input
                type="checkbox"
                name={right}
                checked={rights.includes(right)}
                onChange={(event) => setRights(event.currentTarget.checked ? [...rights, right] : rights.filter((one) => one !== right))}
              />
              <span>{say.say(`console.programs.right.${right}`)}</span>
            </label>
          ))}
        </fieldset>
        <FormRefusal refusal={refusal} fields={['name']} say={say} />
        <button type="submit" class="small-button full">
          {say.say('console.programs.add_token')}
        </button>
      </Form>
    </Panel>
  );
}

function Hooks({ say }: { say: Speech }) {
  const { rows, refusal, act } = useRows<Hook>('api/webhooks', 'webhooks');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const submit = async (): Promise<void> => {
    const made = (await act('api/webhooks', { url })) as { secret?: string } | undefined;
    if (made?.secret === undefined) return;
    setSecret(made.secret);
    setUrl('');
  };
  return (
    <Panel id="webhooks" title={say.say('console.programs.hooks')}>
      <p>{say.say('console.programs.hooks_about')}</p>
      {rows.length === 0 ? <p class="soft">{say.say('console.programs.no_hooks')}</p> : null}
      <ul class="members">
        {rows.map((one) => (
          <li key={one.url} class="member" data-hook={one.url}>
            <div class="member-head">
              <h3 class="address">{one.url}</h3>
              {one.failed > 0 ? <span class="tag warn">{say.say('console.programs.failed', { n: one.failed })}</span> : null}
            </div>
            <p class="soft">{say.say('console.programs.delivered', { n: one.delivered, waiting: one.waiting })}</p>
            <Sure
              say={say.say('console.programs.remove')}
              question={say.say('console.programs.hook_remove_sure')}
              yes={say.say('console.programs.remove_yes')}
              no={say.say('console.members.keep')}
              look="small-button danger"
              act={() => void act('api/webhooks/remove', { url: one.url })}
            />
          </li>
        ))}
      </ul>
      {secret === '' ? null : <Once text={secret} about={say.say('console.programs.secret_once')} say={say} done={() => setSecret('')} />}
      <Form name="webhook" submit={() => void submit()}>
        <Field say={say} label={say.say('console.programs.url')} hint={say.say('console.programs.url_about')} name="url" value={url} set={setUrl} refusal={refusal} />
        <FormRefusal refusal={refusal} fields={['url']} say={say} />
        <button type="submit" class="small-button full">
          {say.say('console.programs.add_hook')}
        </button>
      </Form>
    </Panel>
  );
}
