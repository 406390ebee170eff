// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import java.util.Objects;

/** The version of this Stagedoor. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest; {@code dev} without a jar. */
    public static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");
    }
}
