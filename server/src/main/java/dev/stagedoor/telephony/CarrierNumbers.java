// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.numbers.Numbers;

/**
 * Whose a number is, by what its carrier says. A signed webhook proves nothing here: a tenant has the secrets of its own account,
 * and could sign one for any number.
 */
final class CarrierNumbers {
    private final Numbers numbers;
    private final CarrierCommands carriers;

    CarrierNumbers(Numbers numbers, CarrierCommands carriers) {
        this.numbers = numbers;
        this.carriers = carriers;
    }

    /**
     * Asks the tenant's account with that carrier, and makes the number the tenant's if it is there.
     *
     * @throws Problem {@code not_found} if the tenant has not added it; {@code invalid_request} naming {@code carrier};
     *     {@code conflict} if the account does not have the number, or another tenant has it
     */
    void confirm(Principal by, TenantId tenant, String number, String carrier) {
        Carriers.Known known = Carriers.ALL.stream()
                .filter(one -> one.carrier().name().equals(carrier))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("carrier", "must be twilio, telnyx or plivo"));
        numbers.get(by, tenant, number);
        if (!carriers.has(tenant, known, number)) {
            throw Problem.of(
                    ErrorCode.CONFLICT, "The tenant's account with " + carrier + " does not have this number.");
        }
        numbers.confirm(by, tenant, number, carrier);
    }
}
