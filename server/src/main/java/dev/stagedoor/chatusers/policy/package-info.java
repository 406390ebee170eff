// SPDX-License-Identifier: Apache-2.0
/** What chat users are, how they are named, and what follows from a tenant's policy: values only. */
@NullMarked
package dev.stagedoor.chatusers.policy;

import org.jspecify.annotations.NullMarked;
