package dev.writelane.quarkus.deployment;

import dev.writelane.quarkus.ReadOnlyTransaction;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.concurrent.Callable;

/** Runs what it is given under each of the annotations. */
@ApplicationScoped
class Service {
    @Transactional
    <T> T required(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(TxType.REQUIRES_NEW)
    <T> T requiresNew(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(TxType.MANDATORY)
    <T> T mandatory(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(TxType.SUPPORTS)
    <T> T supports(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(TxType.NOT_SUPPORTED)
    <T> T notSupported(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(TxType.NEVER)
    <T> T never(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(rollbackOn = java.io.IOException.class)
    <T> T rolledBackOnIo(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional(dontRollbackOn = IllegalStateException.class)
    <T> T keptOnIllegalState(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional
    @TransactionConfiguration(timeout = 1)
    <T> T withinASecond(Callable<T> work) throws Exception {
        return work.call();
    }

    @ReadOnlyTransaction
    <T> T readOnly(Callable<T> work) throws Exception {
        return work.call();
    }
}
