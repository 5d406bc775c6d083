// Managing the terminals: all at once, the end of reception, restarting, the plan, and the day's figures of each.
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { Field, Form, FormRefusal, Select } from '../shared/form';
import type { Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { type Management, parseManagement, success } from './managed';
import { useMay } from './session';

const kLookAgainMs = 10_000;

interface Tools {
  told: Management | undefined;
  refusal: Refusal | undefined;
  act(body: object): Promise<boolean>;
  plan(body: object): Promise<Refusal | undefined>;
}
const Manager = createContext<Tools>({ told: undefined, refusal: undefined, act: async () => false, plan: async () => undefined });

// Asks the program now and then, and at once when `stirred` changes.
export function ManagerProvider({ stirred, children }: { stirred: string; children: ComponentChildren }) {
  const [told, setTold] = useState<Management | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const answer = await call('GET', 'api/terminals');
      if (answer.ok) setTold(parseManagement(answer.body));
    };
    void load();
    const timer = setInterval(() => void load(), kLookAgainMs);
    return () => clearInterval(timer);
  }, [stirred]);
  const act = async (body: object): Promise<boolean> => {
    const answer = await call('POST', 'api/terminals', body);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok) setTold(parseManagement(answer.body));
    return answer.ok;
  };
  const plan = async (body: object): Promise<Refusal | undefined> => {
    const answer = await call('PUT', 'api/terminals/plan', body);
    if (answer.ok) setTold(parseManagement(answer.body));
    return answer.ok ? undefined : answer.refusal;
  };
  return <Manager.Provider value={{ told, refusal, act, plan }}>{children}</Manager.Provider>;
}

export function ManagePanel({ say }: { say: Speech }) {
  const { told, refusal, act } = useContext(Manager);
  const operate = useMay('operate');
  const change = useMay('change');
  if (told === undefined || told.terminals.length === 0) return null;
  const all = (action: string) => () => void act({ action, all: true });
  const left = told.restart_in_s;
  return (
    <Panel id="manage" title={say.say('console.terminals.all.title')}>
      {told.reception === 'open' ? null : (
        <p role="status" data-reception={told.reception}>
          {say.say(`console.terminals.all.${told.reception}`)}
        </p>
      )}
      {left === undefined ? null : (
        <p role="status" class="missing" data-restart-soon>
          {say.say('console.terminals.all.restart_soon', { n: Math.ceil(left / 60) })}
        </p>
      )}
      {operate ? (
        <div class="member-acts">
          <button type="button" class="small-button" data-all="start" disabled={told.terminals.every(({ stopped }) => !stopped)} onClick={all('start')}>
            {say.say('console.terminals.all.start')}
          </button>
          <button type="button" class="small-button" data-all="stop" disabled={told.reception !== 'open'} onClick={all('stop')}>
            {say.say('console.terminals.all.stop')}
          </button>
          <Sure say={say.say('console.terminals.all.end')} question={say.say('console.terminals.all.end_sure')} yes={say.say('console.terminals.all.end_yes')} no={say.say('console.terminals.all.end_no')} act={all('end')} />
        </div>
      ) : null}
      <FormRefusal refusal={refusal} fields={[]} say={say} />
      {told.refused.map(({ terminal, reason }) => (
        <p key={terminal} class="missing" role="alert">
          {say.say('console.terminals.all.refused_one', { terminal, why: say.sayBy('console.refused', reason, 'terminal_away') })}
        </p>
      ))}
      {change ? <Plan told={told} say={say} /> : null}
    </Panel>
  );
}

function Plan({ told, say }: { told: Management; say: Speech }) {
  const { plan } = useContext(Manager);
  const [minutes, setMinutes] = useState<string | undefined>(undefined); // nothing: as the program has it
  const [time, setTime] = useState<string | undefined>(undefined);
  const [follow, setFollow] = useState<boolean | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [done, setDone] = useState(false);
  const submit = async (): Promise<void> => {
    const typed = minutes ?? String(told.again_after_min);
    const refused = await plan({ again_after_min: /^[0-9]{1,3}$/.test(typed) ? Number(typed) : -1, restart_at: (time ?? told.restart_at).trim(), follow: follow ?? told.follow });
    setRefusal(refused);
    setDone(refused === undefined);
    if (refused !== undefined) return;
    setMinutes(undefined);
    setTime(undefined);
    setFollow(undefined);
  };
  return (
    <details class="details">
      <summary>{say.say('console.terminals.all.plan')}</summary>
      <Form name="plan" submit={() => void submit()}>
        <Field say={say} label={say.say('console.terminals.all.again_after')} hint={say.say('console.terminals.all.again_about')} name="again_after_min" numeric value={minutes ?? String(told.again_after_min)} set={setMinutes} refusal={refusal} />
        <Field say={say} label={say.say('console.terminals.all.restart_at')} hint={say.say('console.terminals.all.restart_about')} name="restart_at" value={time ?? told.restart_at} set={setTime} refusal={refusal} />
        <Select
          say={say}
          label={say.say('console.terminals.all.follow')}
          name="follow"
          value={(follow ?? told.follow) ? 'yes' : 'no'}
          options={['no', 'yes']}
          words={(option) => say.say(option === 'yes' ? 'console.terminals.all.follow_yes' : 'console.terminals.all.follow_no')}
          set={(value) => setFollow(value === 'yes')}
        />
        <FormRefusal refusal={refusal} fields={['again_after_min', 'restart_at']} say={say} />
        {done ? <p role="status">{say.say('console.terminals.all.saved')}</p> : null}
        <button type="submit" class="small-button">
          {say.say('console.terminals.all.save')}
        </button>
      </Form>
    </details>
  );
}

// Today's figures of one terminal.
export function Today({ serial, say }: { serial: string; say: Speech }) {
  const mine = useContext(Manager).told?.terminals.find(({ terminal }) => terminal === serial);
  if (mine === undefined) return null;
  const percent = success(mine);
  const parts = [
    say.say('console.terminals.today', { n: mine.visits_today }),
    ...(percent === undefined ? [] : [say.say('console.terminals.success', { n: percent })]),
    ...(mine.drops_today === 0 ? [] : [say.say('console.terminals.drops', { n: mine.drops_today })]),
  ];
  return (
    <p class="soft" data-today>
      {parts.join(' · ')}
    </p>
  );
}

// Restarting one terminal's program, or all of the device.
export function Restart({ serial, say }: { serial: string; say: Speech }) {
  const { act } = useContext(Manager);
  const [done, setDone] = useState(false);
  const may = useMay('operate');
  if (!may) return null;
  const restart = (action: string) => () => void act({ action, terminals: [serial] }).then(setDone);
  const words = (key: 'restart' | 'restart_device') => ({
    say: say.say(`console.terminals.all.${key}`),
    question: say.say(`console.terminals.all.${key}_sure`),
    yes: say.say('console.terminals.all.restart_yes'),
    no: say.say('console.members.keep'),
  });
  return (
    <div class="member-acts" data-restart={serial}>
      <Sure {...words('restart')} act={restart('restart')} />
      <Sure {...words('restart_device')} act={restart('restart_device')} />
      {done ? <p role="status">{say.say('console.terminals.all.restart_ordered')}</p> : null}
    </div>
  );
}

// Model, firmware and software of one terminal, and its way to a newer version.
export function Versions({ serial, say }: { serial: string; say: Speech }) {
  const { told, act } = useContext(Manager);
  const change = useMay('change');
  const mine = told?.terminals.find(({ terminal }) => terminal === serial);
  if (mine === undefined) return null;
  const { model, firmware, software, update } = mine;
  const unknown = say.say('console.terminals.all.update.not_told');
  const waiting = update.waits !== '' && update.phase === undefined;
  return (
    <div data-versions={serial}>
      {model === '' && firmware === '' ? null : (
        <p class="soft" data-device>
          {say.say('console.terminals.all.update.device', { model: model === '' ? unknown : model, firmware: firmware === '' ? unknown : firmware })}
        </p>
      )}
      {waiting ? <p data-update-waits>{say.say('console.terminals.all.update.waits', { version: update.waits, now: software === '' ? unknown : software })}</p> : null}
      {waiting && update.way === 'by_hand' ? <p class="soft">{say.say('console.terminals.all.update.by_hand')}</p> : null}
      {waiting && update.way === 'host' && change ? (
        <div class="member-acts">
          <Sure
            say={say.say('console.terminals.all.update.act', { version: update.waits })}
            question={say.say('console.terminals.all.update.sure', { version: update.waits })}
            yes={say.say('console.terminals.all.update.yes')}
            no={say.say('console.members.keep')}
            act={() => void act({ action: 'update', terminals: [serial] })}
          />
        </div>
      ) : null}
      {update.phase === undefined ? null : (
        <p role="status" data-update-phase={update.phase}>
          {say.say(`console.terminals.all.update.phase.${update.phase}`, { percent: update.percent })}
        </p>
      )}
      {update.phase !== undefined || update.verdict === undefined ? null : (
        <p class={update.verdict === 'good' ? 'soft' : 'missing'} data-update-verdict={update.verdict}>
          {say.say(`console.terminals.all.update.verdict.${update.verdict}`, { version: update.version })}
          {update.why === '' ? null : ` (${update.why})`}
        </p>
      )}
    </div>
  );
}
