"""The typed CSR projection that algorithms run on."""
