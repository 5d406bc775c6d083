// Seconds that run down between the messages of a program.
import { useEffect, useState } from 'preact/hooks';

// Whole seconds left of a count that was told when `told` last changed; 0 when none was told.
export function useCountdown(seconds: number, told: unknown): number {
  const [began, setBegan] = useState(() => performance.now());
  const [now, setNow] = useState(began);
  useEffect(() => {
    const start = performance.now();
    setBegan(start);
    setNow(start);
    if (seconds === 0) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [seconds, told]);
  return Math.max(0, Math.ceil(seconds - (now - began) / 1000));
}
