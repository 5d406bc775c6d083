// The catalogue to read: search, and an entry with its words for three readers, its causes and remedies.
import { useEffect, useRef, useState } from 'preact/hooks';
import { causes, type Entry, entryByRow, inWords, remedies, type Remedy } from '../shared/catalogue';
import type { Speech } from '../shared/languages';
import { Panel } from '../shared/page';
import { Steps } from './guide';
import { codeOf, percent } from './incident';
import { search } from './search';

interface CataloguePageProps {
  row: string;
  say: Speech;
}

export function CataloguePage({ row, say }: CataloguePageProps) {
  const [query, setQuery] = useState('');
  const found = search(query);
  const entry = entryByRow(row);
  return (
    <main class="board catalogue">
      <div class="column">
        <Panel id="catalogue" title={say.say('console.catalogue.title')}>
          <label for="search">{say.say('console.catalogue.search')}</label>
          <input id="search" type="search" autocomplete="off" value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
          <p class="soft" role="status">
            {say.say('console.catalogue.found', { n: found.length })}
          </p>
          <ul class="entries">
            {found.map((one) => (
              <li key={one.row}>
                <a class={one.row === row ? 'entry-link now' : 'entry-link'} href={`#catalogue/${one.row}`} aria-current={one.row === row ? 'true' : undefined}>
                  <span class="entry-code number">{one.code === one.row ? one.row : codeOf(one)}</span>
                  <span>{inWords(one.heading, say.language)}</span>
                </a>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      <div class="column">{entry === undefined ? <Nothing row={row} say={say} /> : <OneEntry key={entry.row} entry={entry} say={say} />}</div>
    </main>
  );
}

function Nothing({ row, say }: CataloguePageProps) {
  return (
    <Panel id="entry" title={say.say('console.catalogue.none_title')}>
      <p>{row === '' ? say.say('console.catalogue.none') : say.say('console.catalogue.unknown', { row })}</p>
    </Panel>
  );
}

function OneEntry({ entry, say }: { entry: Entry; say: Speech }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
    place.current?.focus({ preventScroll: true });
  }, []);
  const readers = ['patient', 'staff', 'say', 'vendor'] as const;
  return (
    <div ref={place} tabIndex={-1} data-entry={entry.row}>
      <Panel
        id="entry"
        title={inWords(entry.heading, say.language)}
        aside={<span class="tag who">{say.sayBy('console.incident.who', entry.who, 'staff')}</span>}
      >
        <p class="tags">
          <strong class="number">{codeOf(entry)}</strong>
          {entry.code === entry.row ? null : <span class="soft">{entry.row}</span>}
          {entry.aliases.length === 0 ? null : (
            <span class="soft">{say.say('console.catalogue.aliases', { codes: entry.aliases.join(say.language === 'ja' ? '、' : ', ') })}</span>
          )}
          <span class="soft">{say.sayBy('console.catalogue.severity', entry.severity, 'visit')}</span>
        </p>
        <dl class="readers">
          {readers.map((reader) => (
            <div key={reader}>
              <dt>{say.say(`console.catalogue.reader.${reader}`)}</dt>
              <dd>{inWords(entry[reader], say.language)}</dd>
            </div>
          ))}
        </dl>
        <h3>{say.say('console.catalogue.causes')}</h3>
        <ul class="other-causes">
          {entry.causes.map(({ id, prior }) => (
            <OneCause key={id} id={id} prior={prior} say={say} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function OneCause({ id, prior, say }: { id: string; prior: number; say: Speech }) {
  const cause = causes[id];
  return (
    <li data-cause={id}>
      <p class="cause-title">
        {inWords(cause?.title, say.language) || id} <span class="soft number">{percent(prior)}%</span>
      </p>
      <p>{inWords(cause?.explain, say.language)}</p>
      {(cause?.remedies ?? []).map((remedy) => {
        const known = remedies[remedy];
        return known === undefined ? null : <OneRemedy key={remedy} remedy={known} say={say} />;
      })}
    </li>
  );
}

function OneRemedy({ remedy, say }: { remedy: Remedy; say: Speech }) {
  return (
    <details class="details">
      <summary>
        {inWords(remedy.title, say.language)} <span class="tag">{say.say(`console.catalogue.kind.${remedy.kind}`)}</span>
      </summary>
      <Steps remedy={remedy} say={say} />
    </details>
  );
}
