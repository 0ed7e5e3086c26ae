// Prints "passed failed skipped" summed over jest's JSON reports and pytest's JUnit ones in a folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? 'test-results'
let [passed, failed, skipped] = [0, 0, 0]
for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
  const text = readFileSync(join(folder, file), 'utf8')
  if (file.endsWith('.json')) {
    const report = JSON.parse(text)
    passed += report.numPassedTests
    failed += report.numFailedTests + report.numRuntimeErrorTestSuites
    skipped += report.numPendingTests + report.numTodoTests
  } else if (file.endsWith('.xml')) {
    const count = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0)
    const bad = count('failures') + count('errors')
    passed += count('tests') - bad - count('skipped')
    failed += bad
    skipped += count('skipped')
  }
}
console.log(passed, failed, skipped)
