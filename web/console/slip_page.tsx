// A slip for the patient: that the card's certificate or the stay ends, and the next step at the municipality. Printed by the
// browser; the person's name is on it only when the staff wish so.
import { useState } from 'preact/hooks';
import { graceEnds, isoDay, slipKinds, slipSteps } from '../shared/answers';
import { date } from '../shared/format';
import type { State } from '../shared/generated/schema/console';
import { type Language, type Speech, languageIds, speech, words } from '../shared/languages';
import { Name, Panel } from '../shared/page';
import { useNotes } from './notes';

const kPapers = ['a6', 'a5'] as const;
type Paper = (typeof kPapers)[number];

interface SlipPageProps {
  state: State;
  visit: string; // whose notice is meant; "" for a slip that belongs to none
  say: Speech;
}

export function SlipPage({ state, visit, say }: SlipPageProps) {
  const note = useNotes(state).find((one) => one.visit === visit);
  const person = state.last_visits.find(({ id }) => id === visit)?.person;
  const [chosen, setKind] = useState('');
  const [language, setLanguage] = useState<Language>(say.language);
  const [paper, setPaper] = useState<Paper>('a6');
  const [named, setNamed] = useState(false);
  const kind = chosen || (note?.notices.find((notice) => slipKinds.includes(notice)) ?? slipKinds[0] ?? '');
  const name = person?.name ?? '';
  const today = state.time.slice(0, 10);
  return (
    <main class="board slip-board">
      <Panel id="slip" title={say.say('console.slip.title')} class="slip-form">
        <p>{say.say('console.slip.about')}</p>
        {name === '' ? null : (
          <p class="soft">
            {say.say('console.slip.for', { name })}
          </p>
        )}
        <Choice name="kind" legend={say.say('console.slip.kind')} options={slipKinds} chosen={kind} choose={setKind} words={(one) => say.sayBy('console.slip.kinds', one, '')} />
        <Choice<Language> name="language" legend={say.say('console.slip.language')} options={languageIds} chosen={language} choose={setLanguage} words={(one) => words[one]['language.name']} />
        <Choice<Paper> name="paper" legend={say.say('console.slip.paper')} options={kPapers} chosen={paper} choose={setPaper} words={(one) => one.toUpperCase()} />
        {name === '' ? null : (
          <label class="check">
            <input type="checkbox" name="named" checked={named} onChange={(event) => setNamed(event.currentTarget.checked)} />
            <span>{say.say('console.slip.name')}</span>
          </label>
        )}
        <button type="button" class="small-button full" data-act="print" onClick={() => print()}>
          {say.say('console.slip.print')}
        </button>
      </Panel>
      <section class="slip-place" aria-label={say.say('console.slip.preview')}>
        <Slip
          clinic={state.clinic_name}
          kind={kind}
          ends={note !== undefined && note.notices.includes(kind) ? note.certificate_ends : ''}
          name={named ? name : ''}
          paper={paper}
          today={today}
          say={speech(language)}
        />
      </section>
    </main>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  legend: string;
  options: readonly T[];
  chosen: T;
  choose(option: T): void;
  words(option: T): string;
}

function Choice<T extends string>({ name, legend, options, chosen, choose, words: told }: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option} class="check">
          <input type="radio" name={name} value={option} checked={option === chosen} onChange={() => choose(option)} />
          <span>{told(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SlipProps {
  clinic: string;
  kind: string;
  ends: string; // the certificate's last day, or ""
  name: string;
  paper: Paper;
  today: string;
  say: Speech;
}

function Slip({ clinic, kind, ends, name, paper, today, say }: SlipProps) {
  const day = (iso: string): string => date(iso, say.language);
  const certificate = kind.startsWith('certificate_') && ends !== '';
  const until = graceEnds(ends);
  return (
    <article class={`slip ${paper}`} lang={say.language} data-slip={kind}>
      <p class="slip-head">{say.say('slips.title')}</p>
      {name === '' ? null : <p class="slip-name">{say.language === 'ja' ? <Name>{say.say('slips.for', { name })}</Name> : say.say('slips.for', { name })}</p>}
      <h2>{say.sayBy('slips', kind, '', '.title')}</h2>
      <p>{say.sayBy('slips', kind, '', '.text')}</p>
      {certificate ? <p class="slip-day">{say.say(ends < today ? 'slips.ended' : 'slips.ends', { date: day(ends) })}</p> : null}
      {certificate && until !== undefined ? <p class="slip-day">{say.say('slips.until', { date: day(isoDay(until)) })}</p> : null}
      <p>{say.sayBy('slips', kind, '', '.after')}</p>
      <h3>{say.say('slips.next_title')}</h3>
      <ol>
        {slipSteps(say, kind).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="slip-foot">
        <span lang="ja">{clinic}</span> <time dateTime={today}>{day(today)}</time>
      </p>
    </article>
  );
}
