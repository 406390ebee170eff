// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a tenant's credential for a carrier has. */
public record CredentialShape(List<Field> fields) {
    public CredentialShape {
        fields = List.copyOf(fields);
    }

    /** What a field is for. */
    public enum Use {
        /** Says whose account it is; not secret. */
        ACCOUNT,
        /** Verifies the carrier's signatures. */
        VERIFIES,
        /** Authorizes commands to the carrier's API, as a bearer token. */
        COMMANDS
    }

    /**
     * A field of it.
     *
     * @param name    on the wire: {@code auth_token}
     * @param form    the pattern that a value matches
     * @param inWords the form, as a refusal says it: {@code must be …}
     */
    public record Field(String name, Use use, boolean required, Pattern form, String inWords) {}

    /**
     * Refuses values that are no credential of this shape. The refusal quotes none of them.
     *
     * @throws Problem {@code invalid_request} that names the field
     */
    public void requireFits(Map<String, Secret> values) {
        values.keySet().stream().filter(name -> !has(name)).findFirst().ifPresent(name -> {
            throw Problem.invalid(name, "is not a field of this credential");
        });
        for (Field field : fields) {
            Secret value = values.get(field.name());
            if (value == null && field.required()) {
                throw Problem.invalid(field.name(), "is missing");
            }
            if (value != null && !field.form().matcher(value.revealText()).matches()) {
                throw Problem.invalid(field.name(), field.inWords());
            }
        }
    }

    /** Those of the values that verify signatures. */
    public List<CarrierSecret> verifying(Map<String, Secret> values) {
        return used(Use.VERIFIES, values).map(CarrierSecret::new).toList();
    }

    /** What the carrier's API is called with; empty if the values lack it. */
    public Optional<Secret> commanding(Map<String, Secret> values) {
        return used(Use.COMMANDS, values).findFirst();
    }

    private Stream<Secret> used(Use use, Map<String, Secret> values) {
        return fields.stream()
                .filter(field -> field.use() == use)
                .flatMap(field -> Stream.ofNullable(values.get(field.name())));
    }

    private boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
