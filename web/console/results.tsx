// The last visits: who, whether the insurance is valid, and what to do at the counter.
import { age, clockTime, date, duration } from '../shared/format';
import type { Person, State, Visit } from '../shared/generated/schema/console';
import type { Speech } from '../shared/languages';
import { troubleWords } from '../shared/catalogue';
import { Name, Panel } from '../shared/page';
import { codeOf } from './incident';
import { holdsReplaced } from './summary';
import { Steps } from './terminals';

const kOutcomeLooks: Record<string, string> = { delivered: 'good', kept: 'warn', cancelled: '', failed: 'bad', running: 'busy' };

export function Results({ state, say }: { state: State; say: Speech }) {
  return (
    <Panel id="results" title={say.say('console.results.title')}>
      {state.last_visits.length === 0 ? <p class="soft">{say.say('console.results.none')}</p> : null}
      <ol class="results">
        {state.last_visits.map((visit) => (
          <Result key={visit.id} visit={visit} today={state.time} say={say} />
        ))}
      </ol>
    </Panel>
  );
}

function Result({ visit, today, say }: { visit: Visit; today: string; say: Speech }) {
  const person = visit.person;
  const look = kOutcomeLooks[visit.outcome] ?? '';
  return (
    <li class="result" data-visit={visit.id} data-outcome={visit.outcome}>
      <p class="result-head">
        <time dateTime={visit.began}>{clockTime(visit.began)}</time>
        <span class={`tag ${look}`}>{say.sayBy('console.visit.outcome', visit.outcome, 'failed')}</span>
        {visit.way === '' ? null : <span class="tag">{say.sayBy('console.visit.way', visit.way, 'none')}</span>}
        {person === undefined || person.validity === '' ? null : (
          <span class={['1', '6'].includes(person.validity) ? 'tag good' : 'tag bad'}>
            {say.say('console.results.validity')}: {say.sayBy('validity', person.validity, 'unknown', '.short')}
          </span>
        )}
      </p>
      {person === undefined ? null : <Who person={person} today={today} say={say} />}
      <ToDo visit={visit} say={say} />
      <details class="details">
        <summary>{say.say('console.terminals.details')}</summary>
        <Steps visit={visit} say={say} />
        <p class="soft">
          {visit.total_ms > 0
            ? say.say('console.visit.total', { total: duration(visit.total_ms, say.language), human: duration(visit.human_ms, say.language) })
            : null}{' '}
          {visit.apdus > 0 ? say.say('console.visit.apdus', { n: visit.apdus }) : null}
        </p>
        {visit.file === '' ? null : (
          <p class="file">
            {say.say('console.results.file')}: <span class="number">{visit.file}</span>
          </p>
        )}
        {visit.code === '' ? null : (
          <p class="soft number">{codeOf(visit)}</p>
        )}
        <p class="soft number">{visit.id}</p>
      </details>
    </li>
  );
}

function Who({ person, today, say }: { person: Person; today: string; say: Speech }) {
  const years = age(person.birth, today);
  const born = date(person.birth, say.language);
  return (
    <div class="who">
      <p class="kana">
        <Name>{person.kana}</Name>
      </p>
      <p class="name">
        <Name>{person.name === '' ? say.say('console.results.nobody') : person.name}</Name>
      </p>
      <p class="soft">
        {years === undefined ? born : say.say('console.results.born', { date: born, age: years })}
        {person.insurer === '' ? null : <span class="insurer" lang="ja">{say.say('console.results.insurer', { n: person.insurer })}</span>}
      </p>
      <Replaced person={person} say={say} />
    </div>
  );
}

// A name that the national system could not send whole: the picture from the chip beside it.
function Replaced({ person, say }: { person: Person; say: Speech }) {
  if (!holdsReplaced(person.name) && person.address_picture === '') return null;
  const pictured = person.name_picture !== '';
  return (
    <div class="replaced">
      {holdsReplaced(person.name) ? (
        <p>{say.say(pictured ? 'console.results.replaced' : 'console.results.replaced_without')}</p>
      ) : null}
      {pictured ? <img src={person.name_picture} alt={say.say('console.results.name_picture')} /> : null}
      {person.address_picture === '' ? null : <img src={person.address_picture} alt={say.say('console.results.address_picture')} />}
    </div>
  );
}

// The one next step at the counter, when there is more to do than nothing.
function ToDo({ visit, say }: { visit: Visit; say: Speech }) {
  const validity = visit.person?.validity ?? '';
  const failed = visit.outcome === 'failed' || visit.outcome === 'kept';
  const steps: string[] = [];
  if (failed && visit.reason !== '') {
    const { what, staff } = troubleWords(say, visit);
    steps.push(say.language === 'ja' ? `${what}。${staff}` : `${what}. ${staff}`);
  }
  if (validity !== '' && validity !== '1') steps.push(say.sayBy('validity', validity, 'unknown', '.staff'));
  if (steps.length === 0) return null;
  return (
    <div class="to-do">
      <p class="to-do-title">{say.say('console.results.do')}</p>
      {steps.map((step) => (
        <p key={step}>{step}</p>
      ))}
    </div>
  );
}
