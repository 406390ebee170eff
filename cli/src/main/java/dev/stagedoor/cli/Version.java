// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String built = Version.class.getPackage().getImplementationVersion();
        return new String[] {"stagedoor " + (built == null ? "dev" : built)};
    }
}
