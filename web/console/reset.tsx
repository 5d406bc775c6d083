// A terminal back to its first state: three answers, then records are kept and it starts as a new one. What is to be sent stays on
// the page when the terminal is gone from it.
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { Field, FormRefusal } from '../shared/form';
import type { Speech } from '../shared/languages';
import { Panel, Sure } from '../shared/page';
import { useMay } from './session';

interface Told {
  terminal: string;
  reason: string;
  state: string;
  done: string;
  contact: { name: string; phone: string; hours: string };
}
interface Resets {
  last: Told | undefined;
  tell(told: Told): void;
}
const ResetContext = createContext<Resets>({ last: undefined, tell: () => undefined });
const kAnswers = ['reason', 'state', 'done'] as const;

export function ResetProvider({ children }: { children: ComponentChildren }) {
  const [last, tell] = useState<Told | undefined>(undefined);
  return <ResetContext.Provider value={{ last, tell }}>{children}</ResetContext.Provider>;
}

export function Reset({ serial, say }: { serial: string; say: Speech }) {
  const { tell } = useContext(ResetContext);
  const may = useMay('change');
  const [answers, setAnswers] = useState({ reason: '', state: '', done: '' });
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [runs, setRuns] = useState(false);
  if (!may) return null;
  const go = async (): Promise<void> => {
    setRefusal(undefined);
    setRuns(true);
    const answer = await call<Told>('POST', 'api/support/reset', { terminal: serial, ...answers });
    setRuns(false);
    if (answer.ok) tell(answer.body);
    else setRefusal(answer.refusal);
  };
  return (
    <details class="details" data-reset={serial}>
      <summary>{say.say('console.support.title')}</summary>
      <div class="form">
        <p>{say.say('console.support.about')}</p>
        {kAnswers.map((name) => (
          <Field key={name} say={say} label={say.say(`console.support.${name}`)} name={name} value={answers[name]} set={(text) => setAnswers({ ...answers, [name]: text })} refusal={refusal} />
        ))}
        <FormRefusal refusal={refusal} fields={[...kAnswers]} say={say} />
        {runs ? (
          <p role="status">{say.say('console.support.runs')}</p>
        ) : (
          <Sure
            say={say.say('console.support.go')}
            question={say.say('console.support.sure', { terminal: serial })}
            yes={say.say('console.support.yes')}
            no={say.say('console.support.no')}
            act={() => void go()}
          />
        )}
      </div>
    </details>
  );
}

// What to send to whom, after the last reset.
export function ResetTold({ say }: { say: Speech }) {
  const { last } = useContext(ResetContext);
  if (last === undefined) return null;
  const { name, phone, hours } = last.contact;
  return (
    <Panel id="reset" title={say.say('console.support.title')}>
      <p role="status">{say.say('console.support.finished', { terminal: last.terminal })}</p>
      <p>{say.say('console.support.send')}</p>
      <dl class="facts">
        {kAnswers.map((answer) => (
          <>
            <dt>{say.say(`console.support.${answer}`)}</dt>
            <dd>{last[answer]}</dd>
          </>
        ))}
      </dl>
      <p>
        <a class="small-button" href="api/bundle" download>
          {say.say('console.support.bundle')}
        </a>
      </p>
      <p>{name === '' && phone === '' ? say.say('console.support.no_contact') : say.say('console.support.contact', { name, phone, hours })}</p>
    </Panel>
  );
}
