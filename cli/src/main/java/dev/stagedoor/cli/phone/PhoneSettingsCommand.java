// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.phone;

import picocli.CommandLine.Command;

/** {@code stagedoor phone-settings}. */
@Command(
        name = "phone-settings",
        description = "Show and set which phone callers get through.",
        subcommands = {ShowPhoneSettings.class, SetPhoneSettings.class})
public final class PhoneSettingsCommand {}
