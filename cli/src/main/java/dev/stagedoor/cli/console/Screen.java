package dev.stagedoor.cli.console;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Which of the standard streams are a terminal, and what it can do.
 *
 * @param columns  how wide it is; only asked for where something is fitted to it
 * @param password asks for something without echo; nothing where that cannot be done
 */
public record Screen(
        boolean in, boolean out, boolean err, IntSupplier columns, Function<String, Optional<String>> password) {
    /** Whether somebody can be asked: questions go to standard error, answers come from standard input. */
    public boolean asks() {
        return in && err;
    }
}
