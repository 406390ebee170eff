package dev.stagedoor.app;

import java.util.Objects;

/** Which Stagedoor this is. */
final class Version {
    private Version() {}

    /** The version in the jar's manifest; {@code dev} where there is no jar. */
    static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");
    }
}
