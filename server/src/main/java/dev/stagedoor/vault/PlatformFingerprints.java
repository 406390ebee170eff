package dev.stagedoor.vault;

import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The platform's fingerprint key, read once per node; the first node ever makes it. */
final class PlatformFingerprints {
    private static final Principal JOB = new Principal.SystemJob("vault", "start");

    private final Ledger ledger;
    private final DataKeys dataKeys;
    private volatile @Nullable Fingerprints known;

    PlatformFingerprints(Ledger ledger, DataKeys dataKeys) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
    }

    Fingerprints get() {
        Fingerprints fingerprints = known;
        if (fingerprints == null) {
            fingerprints = new Fingerprints(platformKey());
            known = fingerprints;
        }
        return fingerprints;
    }

    private DataKey platformKey() {
        Optional<DataKey> there = ledger.read(JOB, TenantId.PLATFORM, dataKeys::find);
        return there.orElseGet(() -> ledger.change(JOB, TenantId.PLATFORM, change -> {
            change.append(Draft.of(JOB, change.now(), "platform.data_key", TenantId.PLATFORM.value(), "{}"));
            return dataKeys.ensure(change.tx());
        }));
    }
}
