// One counter: the card on the tray, the person before the camera, the reader's plug.
import { useEffect, useState } from 'preact/hooks';
import { date } from '../shared/format';
import type { Counter, Persona } from '../shared/generated/schema/bench';
import type { Speech } from '../shared/languages';
import { Name, Panel } from '../shared/page';
import { arrange, firstCardChoice, placeCard } from './choices';
import { Check, Measure, OneOf } from './controls';

interface CounterProps {
  counter: Counter;
  personas: Persona[];
  say: Speech;
  send(message: object): void;
}

export function OneCounter(props: CounterProps) {
  const { counter, say } = props;
  return (
    <Panel id={`counter-${counter.id}`} title={say.say('bench.counter', { n: counter.id })} aside={<Reader {...props} />}>
      <div class="counter" data-counter={counter.id}>
        <CardPart {...props} />
        <PersonPart {...props} />
      </div>
    </Panel>
  );
}

function Reader({ counter, say, send }: CounterProps) {
  const plugged = counter.reader_plugged;
  return (
    <p class="reader">
      {say.say('bench.reader.title')}{' '}
      <span class={plugged ? 'tag good' : 'tag warn'}>{say.say(plugged ? 'bench.reader.plugged' : 'bench.reader.unplugged')}</span>{' '}
      <button
        type="button"
        class="small-button"
        data-act="plug"
        onClick={() => send({ plug_reader: { counter: counter.id, plugged: !plugged } })}
      >
        {say.say(plugged ? 'bench.reader.unplug' : 'bench.reader.plug')}
      </button>
    </p>
  );
}

function PersonaChoice({ id, label, value, personas, others = [], say, set }: {
  id: string;
  label: string;
  value: string;
  personas: Persona[];
  others?: [string, string][];
  say: Speech;
  set(value: string): void;
}) {
  const chosen = personas.find((persona) => persona.id === value);
  return (
    <div class="persona">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {others.map(([other, words]) => (
          <option key={other} value={other}>
            {words}
          </option>
        ))}
        {personas.map((persona) => (
          <option key={persona.id} value={persona.id} lang="ja">
            {persona.name}
          </option>
        ))}
      </select>
      {chosen === undefined ? null : (
        <p class="soft">{say.language === 'ja' ? chosen.description_ja : chosen.description_en}</p>
      )}
    </div>
  );
}

function CardPart({ counter, personas, say, send }: CounterProps) {
  const [choice, setChoice] = useState(() => firstCardChoice(counter, personas));
  const change = (part: Partial<typeof choice>): void => {
    const next = { ...choice, ...part };
    setChoice(next);
    // A card that already lies there is laid anew, as a hand would do; another person's card has to be placed.
    if (counter.card !== '' && counter.card === next.persona) send({ place_card: placeCard(counter.id, next) });
  };
  const lying = personas.find((persona) => persona.id === counter.card);
  const chosen = personas.find((persona) => persona.id === choice.persona);
  return (
    <div class="part">
      <h3>{say.say('bench.card.title')}</h3>
      <p role="status">
        {counter.card === '' ? (
          <span class="tag">{say.say('bench.card.none')}</span>
        ) : (
          <span class="tag good">
            <Name>{say.say('bench.card.placed', { name: lying?.name ?? counter.card })}</Name>
          </span>
        )}
      </p>
      <PersonaChoice
        id={`card-${counter.id}`}
        label={say.say('bench.card.persona')}
        value={choice.persona}
        personas={personas}
        say={say}
        set={(persona) => change({ persona })}
      />
      {chosen === undefined ? null : (
        <p>
          <span class="tag number">{chosen.pin_set ? say.say('bench.card.pin', { n: chosen.pin }) : say.say('bench.card.no_pin')}</span>{' '}
          <span class="soft">{say.say('bench.card.born', { date: date(chosen.birth, say.language) })}</span>
        </p>
      )}
      <p class="buttons">
        <button
          type="button"
          class="small-button full"
          data-act="place"
          disabled={choice.persona === ''}
          onClick={() => send({ place_card: placeCard(counter.id, choice) })}
        >
          {say.say('bench.card.place')}
        </button>
        <button
          type="button"
          class="small-button"
          data-act="take"
          disabled={counter.card === ''}
          onClick={() => send({ take_card: { counter: counter.id } })}
        >
          {say.say('bench.card.take')}
        </button>
      </p>
      <div class="options">
        <OneOf
          name={`side-${counter.id}`}
          legend={say.say('bench.card.side')}
          value={choice.side}
          choices={[
            ['front', say.say('bench.card.front')],
            ['back', say.say('bench.card.back')],
          ]}
          set={(side) => change({ side })}
        />
        <OneOf
          name={`rotation-${counter.id}`}
          legend={say.say('bench.card.rotation')}
          value={choice.rotation}
          choices={[
            [0, say.say('bench.card.straight')],
            [180, say.say('bench.card.turned')],
          ]}
          set={(rotation) => change({ rotation })}
        />
        <OneOf
          name={`timing-${counter.id}`}
          legend={say.say('bench.card.timing')}
          value={choice.timing}
          choices={[
            ['full', say.say('bench.card.full')],
            ['typeb', say.say('bench.card.typeb')],
          ]}
          set={(timing) => change({ timing })}
        />
        <Check name="sleeve" label={say.say('bench.card.sleeve')} value={choice.sleeve} set={(sleeve) => change({ sleeve })} />
      </div>
    </div>
  );
}

// Where the head points. The sides are the person's own, as the kiosk says them.
function Head({ counter, say, send }: Omit<CounterProps, 'personas'>) {
  const sides = [
    ['left', 'left', say.say('bench.person.left')],
    ['back', 'straight', say.say('bench.person.straight')],
    ['right', 'right', say.say('bench.person.right')],
  ] as const;
  return (
    <div class="head-turn" role="group" aria-label={say.say('bench.person.head')}>
      <p class="label">{say.say('bench.person.head')}</p>
      <div class="one-of-row">
        {sides.map(([side, head, words]) => (
          <button
            key={side}
            type="button"
            class={counter.head === head ? 'small-button chosen' : 'small-button'}
            aria-pressed={counter.head === head}
            data-head={side}
            onClick={() => send({ turn_head: { counter: counter.id, side } })}
          >
            {words}
          </button>
        ))}
      </div>
      <Check
        name="follows"
        label={say.say('bench.person.follows')}
        value={counter.follows}
        set={(on) => send({ follow: { counter: counter.id, on } })}
      />
    </div>
  );
}

function PersonPart({ counter, personas, say, send }: CounterProps) {
  // The sliders answer at once; what the simulators say settles them.
  const [mine, setMine] = useState(() => arrange(counter, {}));
  const told = JSON.stringify(arrange(counter, {}));
  useEffect(() => setMine(JSON.parse(told)), [told]);
  const change = (part: Parameters<typeof arrange>[1]): void => {
    const next = { ...mine, ...part };
    setMine(next);
    send({ arrange: next });
  };
  return (
    <div class="part">
      <h3>{say.say('bench.person.title')}</h3>
      <PersonaChoice
        id={`person-${counter.id}`}
        label={say.say('bench.person.who')}
        value={mine.person}
        personas={personas}
        others={[
          ['owner', say.say('bench.person.owner')],
          ['', say.say('bench.person.nobody')],
        ]}
        say={say}
        set={(person) => change({ person })}
      />
      <Head counter={counter} say={say} send={send} />
      <div class="options">
        <OneOf
          name={`presentation-${counter.id}`}
          legend={say.say('bench.person.presentation')}
          value={mine.presentation}
          choices={[
            ['live', say.say('bench.person.live')],
            ['print', say.say('bench.person.print')],
          ]}
          set={(presentation) => change({ presentation })}
        />
        <Measure
          id={`distance-${counter.id}`}
          label={say.say('bench.person.distance', { n: Math.round(mine.distance_cm) })}
          value={mine.distance_cm}
          least={15}
          most={120}
          step={1}
          set={(distance_cm) => change({ distance_cm })}
        />
        <Measure
          id={`light-${counter.id}`}
          label={say.say('bench.person.light', { n: mine.light.toFixed(1) })}
          value={mine.light}
          least={0.1}
          most={3}
          step={0.1}
          set={(light) => change({ light })}
        />
        <div class="checks">
          <Check name="mask" label={say.say('bench.person.mask')} value={mine.mask} set={(mask) => change({ mask })} />
          <Check name="glasses" label={say.say('bench.person.glasses')} value={mine.glasses} set={(glasses) => change({ glasses })} />
        </div>
      </div>
    </div>
  );
}
