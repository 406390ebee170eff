// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity provider whose tokens a tenant's users exchange for sessions. */
public record OidcIssuerSettings(
        @JsonPropertyDescription("The issuer, exactly as its tokens name it (iss): https://login.example.com/.")
        @NotBlank
        @Size(max = 512)
        @Shown
        String issuer,

        @JsonPropertyDescription("Whom its tokens are for (aud): the client ids of the tenant's own applications."
                + " A token for none of them is refused.")
        @NotEmpty
        @Size(max = 10)
        List<@NotBlank @Size(max = 256) @Shown String> audiences,

        @JsonPropertyDescription("Where its public keys are. Without it, where the issuer's"
                + " /.well-known/openid-configuration says.")
        @Size(min = 1, max = 1024)
        @Shown
        @Nullable
        String jwksUrl,

        @JsonPropertyDescription("The claim with the tenant's id of the user; the default is sub. Of email, the token"
                + " must say that it is verified.")
        @Size(min = 1, max = 128)
        @Shown
        @Nullable
        String userClaim,

        @JsonPropertyDescription("How its tokens may be signed; the default is all that are listed here.")
        @Size(min = 1, max = 10)
        @Nullable
        List<@Pattern(regexp = ALGORITHM, message = ALGORITHM_IN_WORDS) String> algorithms) {
    /** The signature algorithms; each has a public key. */
    public static final String ALGORITHM = "(RS|PS|ES)(256|384|512)|EdDSA";

    /** In words. */
    public static final String ALGORITHM_IN_WORDS = "must be RS, PS or ES with 256, 384 or 512, or EdDSA";
}
