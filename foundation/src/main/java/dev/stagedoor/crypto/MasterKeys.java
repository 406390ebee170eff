// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This node's master keys: the first wraps, the others only unwrap what they wrapped before they were replaced. One per
 * line, or separated by commas; lines that begin with {@code #} are skipped.
 */
public final class MasterKeys {
    /** The environment variable with the keys; with {@code _FILE} appended, the one with the path of their file. */
    public static final String VARIABLE = "STAGEDOOR_MASTER_KEY";

    private static final int MOST = 16;

    private final List<MasterKey> keys;

    private MasterKeys(List<MasterKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Just this key. */
    public static MasterKeys of(MasterKey key) {
        return new MasterKeys(List.of(key));
    }

    /**
     * From the environment: {@code STAGEDOOR_MASTER_KEY} or {@code STAGEDOOR_MASTER_KEY_FILE}.
     *
     * @throws MasterKeyRefused if neither or both are set, or the key is unacceptable (S3)
     */
    public static MasterKeys from(Map<String, String> environment) {
        @Nullable String text = environment.get(VARIABLE);
        @Nullable String file = environment.get(VARIABLE + "_FILE");
        if (text != null && file != null) {
            throw new MasterKeyRefused("Set " + VARIABLE + " or " + VARIABLE + "_FILE, not both");
        }
        if (file != null) {
            try {
                return fromFile(Path.of(file));
            } catch (InvalidPathException notPath) {
                throw new MasterKeyRefused(VARIABLE + "_FILE is not a path", notPath);
            }
        }
        if (text == null) {
            throw new MasterKeyRefused(
                    "There is no master key: set " + VARIABLE + "_FILE to a file that only this user " + "can read, or "
                            + VARIABLE + ". Make a key with: openssl rand -base64 32");
        }
        return parse(Secret.of(text));
    }

    /**
     * From a file that only its owner can read.
     *
     * @throws MasterKeyRefused if group or others have any permission on it, or its content is unacceptable
     */
    public static MasterKeys fromFile(Path file) {
        return parse(KeyFile.read(file));
    }

    /** From text, one key per line or separated by commas. */
    public static MasterKeys parse(Secret text) {
        Map<String, MasterKey> byId = new LinkedHashMap<>();
        for (String line : text.revealText().split("[\\n,]", -1)) {
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            MasterKey key = MasterKey.parse(entry);
            if (byId.put(key.id(), key) != null) {
                throw new MasterKeyRefused("Two master keys have the id " + key.id());
            }
        }
        if (byId.isEmpty() || byId.size() > MOST) {
            throw new MasterKeyRefused("There must be 1 to " + MOST + " master keys, and there are " + byId.size());
        }
        return new MasterKeys(new ArrayList<>(byId.values()));
    }

    /** The key that wraps. */
    public MasterKey primary() {
        return keys.getFirst();
    }

    /** All of them, the one that wraps first. */
    public List<MasterKey> all() {
        return keys;
    }

    /** Their names, for people: {@code mk-1f2e, mk-9a0b}. */
    public String ids() {
        return keys.stream().map(MasterKey::id).collect(Collectors.joining(", "));
    }

    /**
     * Requires that these keys open what is stored.
     *
     * @param inUse a data key, with its tenant, for each master key that wraps any
     * @throws MasterKeyRefused if one does not open, naming the master key it needs
     */
    public void requireOpening(Map<TenantId, WrappedKey> inUse) {
        Set<String> missing = new TreeSet<>();
        inUse.forEach((tenant, wrapped) -> {
            if (!opens(tenant, wrapped)) {
                missing.add(wrapped.masterKeyId());
            }
        });
        if (!missing.isEmpty()) {
            throw new MasterKeyRefused("This database is sealed with the master key " + String.join(", ", missing)
                    + ", and none of this node's keys (" + ids() + ") opens it. Nothing was changed. Use the key file"
                    + " of the nodes that work: a new key goes in front of the old one, not in its place.");
        }
    }

    private boolean opens(TenantId tenant, WrappedKey wrapped) {
        try {
            open(tenant, wrapped);
            return true;
        } catch (SealBroken notByThese) {
            return false;
        }
    }

    /** A secret for another purpose, derived from the primary key by HKDF. */
    public Secret derive(String purpose) {
        return primary().derive(purpose);
    }

    /** A new random data key for the tenant, wrapped by the primary key. */
    public WrappedKey newDataKey(TenantId tenant) {
        byte[] bytes = new byte[Primitives.KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return WrappedKey.of(primary().wrap(tenant, Secret.of(bytes)), primary().id());
    }

    /**
     * Unwraps the tenant's data key.
     *
     * @throws SealBroken if it is another tenant's, or its master key is not one of these
     */
    public DataKey open(TenantId tenant, WrappedKey wrapped) {
        return new DataKey(tenant, named(wrapped.masterKeyId()).unwrap(tenant, wrapped.bytes()));
    }

    /**
     * The same data key, wrapped by the primary key.
     *
     * @throws SealBroken as {@link #open}
     */
    public WrappedKey rewrap(TenantId tenant, WrappedKey wrapped) {
        Secret dataKey = named(wrapped.masterKeyId()).unwrap(tenant, wrapped.bytes());
        return WrappedKey.of(primary().wrap(tenant, dataKey), primary().id());
    }

    /**
     * Requires that the key that wraps is not one that was replaced.
     *
     * @throws MasterKeyRefused if it is: a node with it would wrap with what nothing may be wrapped by any more
     */
    public void requireCurrent(Set<String> retired) {
        if (retired.contains(primary().id())) {
            throw new MasterKeyRefused("The master key " + primary().id() + " was replaced by `stagedoor rekey`, and"
                    + " nothing may be wrapped by it any more. Put the new key first in the key file. Nothing was"
                    + " changed.");
        }
    }

    /** The key with that id. */
    MasterKey named(String id) {
        for (MasterKey key : keys) {
            if (key.id().equals(id)) {
                return key;
            }
        }
        throw new SealBroken("a data key is wrapped by the master key " + id + ", which this node does not have");
    }

    @Override
    public String toString() {
        return keys.toString();
    }
}
