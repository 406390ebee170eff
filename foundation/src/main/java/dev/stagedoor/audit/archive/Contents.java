// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.api.audit.ArchiveLine;
import java.util.List;

/** What was written into a file: its chains in their order, and the hash of its lines. */
record Contents(List<ArchivedChain> chains, String sha256) {
    long entries() {
        return chains.stream().mapToLong(one -> one.last() - one.first() + 1).sum();
    }

    /** Those of the part itself. */
    long own() {
        return entries() - chains.stream().mapToLong(ArchivedChain::early).sum();
    }

    ArchiveLine.Manifest manifest() {
        return new ArchiveLine.Manifest(entries(), chains.size(), sha256);
    }
}
