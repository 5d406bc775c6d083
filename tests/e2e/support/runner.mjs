// A small runner: tests in order, each by its name, and the count at the end.
const tests = [];

export function test(name, run) {
  tests.push({ name, run });
}

export function equal(got, expected, what = 'the value') {
  const [left, right] = [JSON.stringify(got), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what} is ${left}, expected ${right}`);
}

export function ensure(condition, what) {
  if (!condition) throw new Error(what);
}

// A list of findings must be empty.
export function none(findings, what) {
  if (findings.length > 0) throw new Error(`${what}:\n    ${findings.join('\n    ')}`);
}

export async function runTests(pattern) {
  let passed = 0;
  let failed = 0;
  for (const { name, run } of tests) {
    if (pattern !== undefined && !name.includes(pattern)) continue;
    const began = performance.now();
    try {
      await run();
      ++passed;
      console.error(`ok    ${name} (${Math.round(performance.now() - began)} ms)`);
    } catch (error) {
      ++failed;
      console.error(`FAIL  ${name}\n    ${error instanceof Error ? error.message : error}`);
    }
  }
  return { passed, failed };
}
