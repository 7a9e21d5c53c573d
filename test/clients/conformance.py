"""jupyter_kernel_test, the Jupyter project's own conformance suite, run against the installed `lamella` kernelspec.

It prints the result of each test. The exit code is 0 when every test that the kernel claims to pass does pass; the
tests listed in EXPECTED_TO_FAIL belong to features that the kernel answers honestly but emptily so far, and one of
them passing is reported, so that the list shrinks.
"""

import sys
import unittest

import jupyter_kernel_test

EXPECTED_TO_FAIL: dict[str, str] = {}


class LamellaConformance(jupyter_kernel_test.KernelTests):
    kernel_name = "lamella"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to the error stream')"
    code_generate_error = "throw new TypeError('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const word: string = 'kernel'; word.length", "result": "6"},
        {"code": "await Promise.resolve(null)", "result": "null"},
    ]
    code_display_data = [{"code": "display(html`<b>bold</b>`)", "mime": "text/html"}]
    code_clear_output = "clearOutput()"
    completion_samples = [{"text": "Math.sq", "matches": {"sqrt"}}]
    complete_code_samples = ["1 + 1", "function f(x: number) {\n  return x\n}", "await 1"]
    incomplete_code_samples = ["function f() {", "`unfinished", "const x = ["]
    invalid_code_samples = ["const = 3", "1 +* 2 )"]
    code_inspect_sample = "Math.max"
    code_history_pattern = "6 ? 7"
    code_page_something = "?Math.max"
    supported_history_operations = ("tail", "range", "search")


class LamellaWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "lamella"
    support_iopub_welcome = True


class Tally(unittest.TextTestResult):
    """Remembers how each test ended, by its name."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.passed: list[str] = []

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed.append(test._testMethodName)


def name_of(test) -> str:
    """A failure within `subTest` is reported as an object of its own, which knows its test."""
    return getattr(test, "test_case", test)._testMethodName


def main() -> int:
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    suite = unittest.TestSuite([load(LamellaConformance), load(LamellaWelcome)])
    result = unittest.TextTestRunner(resultclass=Tally, verbosity=2).run(suite)
    failed = {name_of(test) for test, _ in [*result.failures, *result.errors]}
    unexpected = failed - EXPECTED_TO_FAIL.keys()
    for name in sorted(failed & EXPECTED_TO_FAIL.keys()):
        print(f"expected to fail: {name} ({EXPECTED_TO_FAIL[name]})")
    for name in sorted(EXPECTED_TO_FAIL.keys() & set(result.passed)):
        print(f"passes now, take it off the list: {name}")
    print(f"jupyter_kernel_test: {len(result.passed)} pass, {len(failed)} fail, {len(result.skipped)} skipped")
    for name in sorted(unexpected):
        print(f"unexpected failure: {name}")
    return 1 if unexpected or not result.passed else 0


if __name__ == "__main__":
    sys.exit(main())
