// What staff type from a person's insurance papers: with the exchange by folder nothing else can be looked up.
import type { Speech } from '../shared/languages';

export interface Insured {
  insurer_number: string;
  symbol: string;
  number: string;
  branch: string;
  birth: string;
}

export const nothingTyped: Insured = { insurer_number: '', symbol: '', number: '', branch: '', birth: '' };

const digits: (keyof Insured)[] = ['insurer_number', 'branch', 'birth'];

// As the host wants it: what a Japanese keyboard wrote in full width counts where only digits belong.
export function tidied(typed: Insured): Insured {
  const plain = (text: string): string => text.normalize('NFKC').replace(/[\s/.-]/g, '');
  return {
    insurer_number: plain(typed.insurer_number),
    symbol: typed.symbol.trim(),
    number: typed.number.trim(),
    branch: plain(typed.branch),
    birth: plain(typed.birth),
  };
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year === undefined || Number(year) < 1850) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().startsWith(`${year}-${month}-${day}`) && date.getTime() <= Date.now();
}

// The first field that the host would refuse.
export function wrongField(typed: Insured): keyof Insured | undefined {
  if (!/^\d{1,8}$/.test(typed.insurer_number)) return 'insurer_number';
  if (typed.number === '') return 'number';
  if (!/^\d{0,2}$/.test(typed.branch)) return 'branch';
  if (!isDay(typed.birth)) return 'birth';
  return undefined;
}

interface FieldsProps {
  id: string;
  typed: Insured;
  wrong: keyof Insured | undefined;
  say: Speech;
  change(typed: Insured): void;
}

export function InsuredFields({ id, typed, wrong, say, change }: FieldsProps) {
  return (
    <>
      <p>{say.say('console.insured.about')}</p>
      {(Object.keys(nothingTyped) as (keyof Insured)[]).map((name) => (
        <div class="staff-field" key={name}>
          <label for={`${id}-${name}`}>{say.say(`console.insured.${name}`)}</label>
          <input
            id={`${id}-${name}`}
            autocomplete="off"
            maxLength={40}
            inputMode={digits.includes(name) ? 'numeric' : 'text'}
            value={typed[name]}
            aria-invalid={wrong === name}
            aria-describedby={wrong === name ? `${id}-${name}-wrong` : undefined}
            onInput={(event) => change({ ...typed, [name]: event.currentTarget.value })}
          />
          {wrong === name ? (
            <span id={`${id}-${name}-wrong`} class="missing" role="alert">
              {say.say('console.insured.wrong')}
            </span>
          ) : null}
        </div>
      ))}
    </>
  );
}
