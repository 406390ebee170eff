// SPDX-License-Identifier: Apache-2.0
/** Tests of model leases. */
@NullMarked
package dev.stagedoor.models;

import org.jspecify.annotations.NullMarked;
