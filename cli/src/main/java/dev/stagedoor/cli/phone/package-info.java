// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor phone-settings}: who gets through to a tenant's phone numbers, and how often. */
@NullMarked
package dev.stagedoor.cli.phone;

import org.jspecify.annotations.NullMarked;
