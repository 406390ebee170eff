package dev.stagedoor.commands;

import java.util.Objects;

/** Which Stagedoor this is. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest; {@code dev} where there is no jar. */
    public static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");
    }
}
