package dev.stagedoor.cli.command;

import picocli.CommandLine.Option;

/** The option of commands that take something away. */
public final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask; needed where there is no terminal.")
    private boolean yes;

    /** Asks, unless told not to. Whoever declines ends the command. */
    public void ask(Session session, String question) {
        session.confirm(question, yes);
    }
}
