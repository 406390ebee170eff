// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

/** Reports progress on standard error once a second, if it is a terminal. */
public final class Progress implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;

    private final Shell shell;
    private final String what;
    private long count;
    private long said = System.nanoTime();
    private boolean open;

    /** Progress counted in {@code what}: "entries". */
    public Progress(Shell shell, String what) {
        this.shell = shell;
        this.what = what;
    }

    /** Counts one more. */
    public void step() {
        count++;
        if (shell.screen().err() && System.nanoTime() - said > SECOND) {
            said = System.nanoTime();
            open = true;
            shell.err().print("\r" + count + " " + what);
            shell.err().flush();
        }
    }

    /** How many are done. */
    public long count() {
        return count;
    }

    /** Ends the progress line. */
    @Override
    public void close() {
        if (open) {
            shell.err().println();
        }
    }
}
