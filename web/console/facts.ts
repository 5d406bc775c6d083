// The facts of the host, asked for each second while a check is on the screen.
import { useEffect, useState } from 'preact/hooks';
import type { KnownFact } from '../shared/catalogue';
import { Facts } from '../shared/generated/schema/console';

const kEveryMs = 1000;

export function useFacts(wanted: boolean): KnownFact[] {
  const [facts, setFacts] = useState<KnownFact[]>([]);
  useEffect(() => {
    if (!wanted) return undefined;
    let stopped = false;
    const ask = async (): Promise<void> => {
      try {
        const answer = await fetch('api/facts', { cache: 'no-store' });
        if (answer.ok && !stopped) setFacts(Facts.fromJSON(await answer.json()).facts);
      } catch {
        // the program is away; the page says so elsewhere
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), kEveryMs);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [wanted]);
  return facts;
}
