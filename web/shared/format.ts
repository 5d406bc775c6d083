// Numbers, times and dates as people read them.
import type { Language } from './languages';

// 0.4 s, 12 s, 1 min 20 s.
export function duration(ms: number, language: Language): string {
  const japanese = language === 'ja';
  if (ms < 1000) return japanese ? `${(ms / 1000).toFixed(2)}秒` : `${(ms / 1000).toFixed(2)} s`;
  if (ms < 10_000) return japanese ? `${(ms / 1000).toFixed(1)}秒` : `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return japanese ? `${seconds}秒` : `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return japanese ? `${minutes}分${rest}秒` : `${minutes} min ${rest} s`;
}

// Microseconds: 480 µs, 12 ms.
export function shortTime(us: number): string {
  return us < 1000 ? `${us} µs` : `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`;
}

// The clock time of an ISO time, in the time that it names (JST at the counter): the text itself, so that the reading
// person's own time zone never changes it.
export function clockTime(iso: string, withSeconds = false): string {
  const match = /T(\d{2}:\d{2})(:\d{2})?/.exec(iso);
  if (match === null) return iso;
  return withSeconds ? `${match[1]}${match[2] ?? ''}` : (match[1] ?? '');
}

export interface Day {
  year: number;
  month: number;
  day: number;
}

// 1950-04-12 or 19500412, with or without a time behind it.
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ])/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined;
}

// 昭和25年 and so on for dates that forms still ask in the Japanese era; empty before Meiji 6 (1873).
export function japaneseEra({ year, month, day }: Day): string {
  const number = year * 10_000 + month * 100 + day;
  const eras: [number, string, number][] = [
    [20190501, '令和', 2019],
    [19890108, '平成', 1989],
    [19261225, '昭和', 1926],
    [19120730, '大正', 1912],
    [18730101, '明治', 1868],
  ];
  const era = eras.find(([from]) => number >= from);
  if (era === undefined) return '';
  const count = year - era[2] + 1;
  return `${era[1]}${count === 1 ? '元' : count}年`;
}

// 1950年（昭和25年）4月12日, 12 April 1950; a text that is no date stays as it is.
export function date(text: string, language: Language): string {
  const day = parseDay(text);
  if (day === undefined) return text;
  if (language === 'ja') {
    const era = japaneseEra(day);
    return `${day.year}年${era === '' ? '' : `（${era}）`}${day.month}月${day.day}日`;
  }
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, day.month - 1, 1));
  return `${day.day} ${month} ${day.year}`;
}

// Whole years between two dates; undefined when one of them is none.
export function age(birth: string, today: string): number | undefined {
  const born = parseDay(birth);
  const now = parseDay(today);
  if (born === undefined || now === undefined) return undefined;
  const before = now.month < born.month || (now.month === born.month && now.day < born.day);
  return now.year - born.year - (before ? 1 : 0);
}

// Hex in groups of two bytes' distance, cut in the middle when it is long.
export function hex(text: string, longest = 96): string {
  const spaced = (part: string): string => part.replace(/(..)(?=.)/g, '$1 ');
  const plain = text.replace(/\s/g, '').toUpperCase();
  if (!/^[0-9A-F]*$/.test(plain)) return text;
  if (plain.length <= longest) return spaced(plain);
  const half = Math.floor(longest / 4) * 2;
  return `${spaced(plain.slice(0, half))} … ${spaced(plain.slice(-half))}`;
}
